// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/model.hpp"

namespace lowband {

/// A quadratic with a known optimum: the loss of a sample a is 1/2 sum_k h_k (x_k - a_k)^2, with curvatures h from 1
/// to `condition`, equally spaced on a logarithmic scale.
///
/// Over any set of samples the minimum is at their mean, so each worker pulls towards the mean of its own samples, and
/// with shards of equal size the optimum of all is the mean of all samples. The noise of a gradient is that of drawing
/// the batch, the same everywhere. d = the features of a sample; there are no classes, and labels are ignored.
class Quadratic final : public Model {
 public:
  void parameters(Parameters& parameters) override;
  void bind(const Shape& sample, const LabelShape& labels) override;
  [[nodiscard]] Layout layout() const override;
  /// Standard normal: PyTorch has no default for such a thing.
  void initialise(std::span<float> parameters, Stream random) const override;
  double gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                  std::span<float> gradient, Workspace& workspace) const override;
  [[nodiscard]] Evaluation evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                    const Batch& batch, Workspace& workspace) const override;
  [[nodiscard]] bool has_accuracy() const override { return false; }
  /// The diagonal of the Hessian, the same everywhere and for all samples; once it is bound.
  [[nodiscard]] std::span<const float> curvature() const noexcept { return curvature_; }
  /// 3 per sample and feature: subtract, weigh, add up (what one sample's gradient costs).
  [[nodiscard]] double gradient_flops(std::size_t samples) const override;

 private:
  [[nodiscard]] double loss(std::span<const float> parameters, const Batch& batch) const;

  double condition_ = 10.0;
  std::vector<float> curvature_;
};

}  // namespace lowband
