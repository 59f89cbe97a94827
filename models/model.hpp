// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/data/samples.hpp"
#include "models/workspace.hpp"
#include "sim/base/component.hpp"
#include "sim/base/random.hpp"

namespace lowband {

/// One tensor inside the flat parameter vector, in PyTorch's layout: a dense layer is weight [out, in] by rows, then
/// bias [out].
struct ParameterTensor {
  std::string name;
  std::vector<std::size_t> shape;
  bool in_full_precision = false;  ///< where vectors are exchanged in codes, this tensor is not

  /// Its elements: the product of the shape.
  [[nodiscard]] std::size_t size() const;
};

/// The tensors of a parameter vector, in order.
using Layout = std::vector<ParameterTensor>;

/// The elements of all of them: the length of the vector.
[[nodiscard]] std::size_t size_of(const Layout& layout);

/// Sums over the samples of a batch; divide by the number of samples for means. A sample of several labels counts as
/// their mean.
struct Evaluation {
  double loss = 0.0;
  double correct = 0.0;  ///< labels that are told right
  /// Labels that are among the five classes that it takes for the likeliest; NaN where there are no more than five, or
  /// nothing tells which these are.
  double in_top_5 = std::numeric_limits<double>::quiet_NaN();
};

/// What a gradient has besides parameters and a batch, where a model works differently in training than in evaluation.
struct TrainingMode {
  /// Running statistics, which move towards those of the batch; empty to leave them as they are.
  std::span<float> buffers = {};
  /// Decides what dropout leaves out; nothing if there is none.
  std::optional<Stream> random = std::nullopt;
};

/// A differentiable model with one flat parameter vector. It holds no parameters and no scratch memory itself, so one
/// object serves all workers and threads. It knows nothing of time and networks.
class Model : public Component {
 public:
  /// Fixes the shapes. Called once, before everything below. Throws UsageError if the data do not fit the model.
  virtual void bind(const Shape& sample, const LabelShape& labels) = 0;

  /// Whether it can be trained. If not, there are no data, no parameters, no gradients and no evaluations of it: only
  /// the time is simulated that messages of its layout take, and steps of a length that the experiment gives.
  [[nodiscard]] virtual bool is_trained() const { return true; }

  /// Whether batches may be sparse; if not, they come with all their zeros.
  [[nodiscard]] virtual bool takes_sparse() const { return false; }

  /// d, the length of the parameter vector.
  [[nodiscard]] std::size_t parameter_count() const;
  [[nodiscard]] virtual Layout layout() const = 0;
  /// The initial parameters; unless a model says otherwise, those of PyTorch's default initialisation in distribution.
  virtual void initialise(std::span<float> parameters, Stream random) const = 0;

  /// The tensors of another flat vector, which is observed in training instead of being learned, and used in
  /// evaluation: the running statistics of batch normalisation. Most models have none. Workers may exchange them, and
  /// what mixes old and new statistics may leave a variance below 0: evaluate() takes that for 0.
  [[nodiscard]] virtual Layout buffers() const { return {}; }
  /// Whether there are any, known before bind().
  [[nodiscard]] virtual bool has_buffers() const { return false; }
  virtual void initialise_buffers(std::span<float> /*buffers*/) const {}

  /// Writes the gradient of the mean loss of the batch, in training mode, and returns that mean loss.
  virtual double gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                          std::span<float> gradient, Workspace& workspace) const = 0;
  [[nodiscard]] virtual Evaluation evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                            const Batch& batch, Workspace& workspace) const = 0;
  /// Into how large batches samples are best cut for an evaluation: larger ones need more scratch memory.
  [[nodiscard]] virtual std::size_t evaluation_batch() const { return 256; }
  /// Whether `Evaluation::correct` means something (a quadratic has no classes).
  [[nodiscard]] virtual bool has_accuracy() const { return true; }
  /// Whether the loss is a cross-entropy with the natural logarithm, so that its exponential is a perplexity. Known
  /// before bind().
  [[nodiscard]] virtual bool has_perplexity() const { return false; }

  /// Floating-point operations of one gradient over `samples` samples, forward and backward, counted analytically: a
  /// multiplication and an addition are two.
  [[nodiscard]] virtual double gradient_flops(std::size_t samples) const = 0;
  /// Those of them, by tensor of the layout, that the backward pass needs from when the gradient of the next tensor is
  /// ready until that of this one is; it goes from the last tensor to the first. The rest is the forward pass. Unless a
  /// model knows better, all gradients are ready at the end.
  [[nodiscard]] virtual std::vector<double> backward_flops(std::size_t samples) const;
};

[[nodiscard]] const Registry<Model>& models();

}  // namespace lowband
