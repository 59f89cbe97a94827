// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "models/layers/sequential.hpp"
#include "models/losses/loss.hpp"
#include "models/model.hpp"

namespace lowband {

/// A network of layers with a loss on top: all of a model but which these are.
class DeepNetwork : public Model {
 public:
  void bind(const Shape& sample, const LabelShape& labels) override;
  [[nodiscard]] Layout layout() const override { return inventory_.parameters; }
  [[nodiscard]] Layout buffers() const override { return inventory_.running; }
  /// Convolutions by He et al. (normal, by their inputs), dense layers as PyTorch's nn.Linear.
  void initialise(std::span<float> parameters, Stream random) const override;
  void initialise_buffers(std::span<float> buffers) const override;

  double gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                  std::span<float> gradient, Workspace& workspace) const override;
  [[nodiscard]] Evaluation evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                    const Batch& batch, Workspace& workspace) const override;
  [[nodiscard]] std::size_t evaluation_batch() const override { return 32; }
  [[nodiscard]] bool has_perplexity() const override { return loss().is_cross_entropy(); }

  /// The products of convolutions and dense layers, forward, for the gradient of weights, and for that of inputs except
  /// in the first layer. What is linear in the size of an activation is not counted.
  [[nodiscard]] double gradient_flops(std::size_t samples) const override;
  [[nodiscard]] std::vector<double> backward_flops(std::size_t samples) const override;

 protected:
  /// The list of layers, as in an experiment file, for samples of this shape; they give the outputs that the loss
  /// takes.
  [[nodiscard]] virtual Json layers(const Shape& sample, const LabelShape& labels) const = 0;
  /// Softmax cross-entropy, unless a model says otherwise.
  [[nodiscard]] virtual const Loss& loss() const;

 private:
  [[nodiscard]] const Plan& plan(std::size_t samples, Plan::Use use) const;

  Shape sample_;
  std::unique_ptr<Sequential> network_;
  Inventory inventory_;
  mutable std::mutex plans_mutex_;
  mutable std::map<std::pair<std::size_t, Plan::Use>, std::unique_ptr<const Plan>> plans_;  ///< by size of batch
};

}  // namespace lowband
