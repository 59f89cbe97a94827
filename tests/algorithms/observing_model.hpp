// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/model.hpp"
#include "tests/algorithms/problems.hpp"

namespace lowband::test {

/// The quadratic of problems.hpp, with buffers and dropout. It observes the samples: m <- m / 2 + (mean of the batch) /
/// 2, and counts the batches. Where there are random numbers, the gradient of a coordinate is dropped with probability
/// 1/2. In evaluation the loss of a sample is the product x . m, whatever the sample.
class ObservingModel final : public Model {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  void bind(const Shape& sample, const LabelShape& labels) override;
  /// x in two tensors, a and b, of which the second has one element.
  [[nodiscard]] Layout layout() const override;
  /// m and the count, at first 1 and 0.
  [[nodiscard]] Layout buffers() const override;
  void initialise(std::span<float> parameters, Stream random) const override;
  void initialise_buffers(std::span<float> buffers) const override;
  double gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                  std::span<float> gradient, Workspace& workspace) const override;
  [[nodiscard]] Evaluation evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                    const Batch& batch, Workspace& workspace) const override;
  [[nodiscard]] bool has_accuracy() const override { return false; }
  /// 5 per coordinate: one for the forward pass, 4 for the backward pass, in proportion to the tensors.
  [[nodiscard]] double gradient_flops(std::size_t samples) const override;
  [[nodiscard]] std::vector<double> backward_flops(std::size_t samples) const override;

 private:
  std::size_t size_ = 0;
};

/// noisy_quadratic() of an ObservingModel.
[[nodiscard]] OwningProblem observing_problem(int workers, std::size_t dimension, std::size_t samples_per_worker,
                                              int batch_size);

}  // namespace lowband::test
