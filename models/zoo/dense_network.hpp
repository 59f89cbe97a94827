#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "models/layers/dense.hpp"
#include "models/model.hpp"

namespace lowband {

/// Dense layers with ReLU between them and softmax cross-entropy on top: all of a model but the widths of its hidden
/// layers.
class DenseNetwork : public Model {
 public:
  void bind(const Shape& sample, const LabelShape& labels) override;
  [[nodiscard]] Layout layout() const override;
  void initialise(std::span<float> parameters, Stream random) const override;
  double gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                  std::span<float> gradient, Workspace& workspace) const override;
  [[nodiscard]] Evaluation evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                    const Batch& batch, Workspace& workspace) const override;
  /// The matrix products: 2 in out per sample and layer for the outputs, as many for the gradient of the weights, and
  /// as many for that of the inputs except in the first layer. What is linear in a layer's width is not counted.
  [[nodiscard]] std::vector<double> backward_flops(std::size_t samples) const override;
  [[nodiscard]] double gradient_flops(std::size_t samples) const override;

 protected:
  [[nodiscard]] virtual std::vector<int> hidden_widths() const = 0;

 private:
  /// By tensor, as backward_flops_of() takes them.
  [[nodiscard]] std::vector<double> product_flops() const;

  /// The outputs of all hidden layers one after the other (samples x width each), and those of the last layer
  /// (classes x samples).
  struct Activations {
    std::span<float> hidden;
    std::span<float> logits;
  };
  Activations forward(std::span<const float> parameters, const Batch& batch, Workspace& workspace) const;

  std::vector<Dense> layers_;
};

}  // namespace lowband
