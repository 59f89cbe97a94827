// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "models/model.hpp"

namespace lowband {

/// A model that nobody trains: only its tensors are known, as for one that is too large to be trained here. It has no
/// data, no values and no gradients; networks and methods can be judged by the time that its messages take.
class TimingOnly final : public Model {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  void bind(const Shape& /*sample*/, const LabelShape& /*labels*/) override {}
  [[nodiscard]] bool is_trained() const override { return false; }
  [[nodiscard]] Layout layout() const override;
  void initialise(std::span<float> parameters, Stream random) const override;
  double gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                  std::span<float> gradient, Workspace& workspace) const override;
  [[nodiscard]] Evaluation evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                    const Batch& batch, Workspace& workspace) const override;
  [[nodiscard]] bool has_accuracy() const override { return false; }
  /// As of a network of dense layers: per parameter and sample, 2 forward and 4 backward. A step takes the time that
  /// the experiment gives it, so only their proportions count, where a step overlaps with an exchange.
  [[nodiscard]] double gradient_flops(std::size_t samples) const override;
  [[nodiscard]] std::vector<double> backward_flops(std::size_t samples) const override;

 private:
  std::optional<std::uint64_t> count_;  ///< parameters, in one tensor; empty: there are tensors_
  Layout tensors_;
};

}  // namespace lowband
