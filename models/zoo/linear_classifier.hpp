// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "models/model.hpp"

namespace lowband {

/// A binary classifier by a hyperplane: the loss of a sample a with label y (-1 for class 0, +1 for class 1) is a
/// convex function of its margin y (w . a + b); all of a model but this function. Classes are told by the sign of w . a
/// + b. Batches may be sparse or dense. d = features + 1, or features without `bias`.
///
/// L2 regularisation, lambda / 2 ||(w, b)||^2, is the training's `weight_decay` lambda.
class LinearClassifier : public Model {
 public:
  void parameters(Parameters& parameters) override;
  void bind(const Shape& sample, const LabelShape& labels) override;
  [[nodiscard]] bool takes_sparse() const override { return true; }
  [[nodiscard]] Layout layout() const override;
  void initialise(std::span<float> parameters, Stream random) const override;
  double gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                  std::span<float> gradient, Workspace& workspace) const override;
  [[nodiscard]] Evaluation evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                    const Batch& batch, Workspace& workspace) const override;
  /// 2 per stored value of a sample for its margin, and 2 for the gradient.
  [[nodiscard]] double gradient_flops(std::size_t samples) const override;
  [[nodiscard]] std::vector<double> backward_flops(std::size_t samples) const override;

 protected:
  /// A loss at a margin, and its derivative there.
  struct MarginLoss {
    double value;
    double slope;
  };
  /// NaN for a margin of NaN: a run that diverges must show it.
  [[nodiscard]] virtual MarginLoss loss(double margin) const = 0;

 private:
  void score(std::span<const float> parameters, const Batch& batch, std::span<float> scores) const;

  bool bias_ = true;
  std::size_t features_ = 0;
  double stored_ = 0.0;  ///< values of a sample, in the mean
};

}  // namespace lowband
