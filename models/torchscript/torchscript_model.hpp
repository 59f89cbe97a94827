// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "models/file_model.hpp"
#include "models/losses/loss.hpp"
#include "models/torchscript/torch_module.hpp"

namespace lowband {

/// A module of PyTorch in a file of torch.jit.save, with a loss of Lowband on its outputs: gradients by libtorch's
/// autograd. A batch is [samples, features], or [samples, channels, height, width] of images, or [samples, features,
/// steps] of sequences; of texts it is [samples, steps] of int64.
///
/// What is learned are the parameters with requires_grad, in the order and by the names of named_parameters(); every
/// run begins with those of the file, whatever its seed. Buffers of real numbers are observed, as running statistics;
/// other tensors stay as in the file. Dropout draws from libtorch's generator, seeded by the step's stream: while a
/// module draws, others that do wait.
///
/// It is loaded in processes that train it alone: another one asks a child what the module is like
/// (Surroundings::apart).
class TorchScriptModel final : public FileModel {
 public:
  TorchScriptModel();

  void parameters(Parameters& parameters) override;
  void open(const Surroundings& surroundings) override;
  [[nodiscard]] Json facts() const override;
  void bind(const Shape& sample, const LabelShape& labels) override;

  [[nodiscard]] Layout layout() const override { return layout_; }
  [[nodiscard]] Layout buffers() const override { return buffers_; }
  [[nodiscard]] bool has_buffers() const override { return !buffers_.empty(); }
  void initialise(std::span<float> parameters, Stream random) const override;
  void initialise_buffers(std::span<float> buffers) const override;

  double gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                  std::span<float> gradient, Workspace& workspace) const override;
  [[nodiscard]] Evaluation evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                    const Batch& batch, Workspace& workspace) const override;
  [[nodiscard]] std::size_t evaluation_batch() const override { return 64; }
  [[nodiscard]] bool has_accuracy() const override { return loss_->has_accuracy(); }
  [[nodiscard]] bool has_perplexity() const override { return loss_->is_cross_entropy(); }

  [[nodiscard]] double gradient_flops(std::size_t samples) const override;
  [[nodiscard]] std::vector<double> backward_flops(std::size_t samples) const override;

 private:
  /// Operations of a batch: some for each sample, and some whatever their number.
  struct Flops {
    double fixed = 0.0;
    double per_sample = 0.0;

    [[nodiscard]] double of(std::size_t samples) const { return fixed + per_sample * static_cast<double>(samples); }
  };

  /// What a child finds out of the module, and what take() takes of it.
  [[nodiscard]] Json examined(const Shape& sample) const;
  void take(const Json& found);
  [[nodiscard]] double measured_flops(std::size_t samples) const;
  /// The module, loaded when a process asks first.
  [[nodiscard]] const torchscript::Module& module() const;
  [[nodiscard]] torchscript::Input input(const Batch& batch) const;
  [[nodiscard]] Outputs outputs(const torchscript::Output& given) const;

  std::string file_;
  Named<Loss> loss_;
  std::optional<double> flops_;

  std::string path_;
  std::string bytes_;  ///< of the file, which may change while runs go on
  std::string sha256_;
  std::function<std::string(const std::function<std::string()>&)> apart_;

  Shape sample_;
  Layout layout_;
  Layout buffers_;
  Shape outputs_;  ///< of a sample
  bool draws_ = false;
  Flops forward_;
  std::vector<Flops> backward_;  ///< by tensor
  std::string libtorch_;
  std::string instructions_;

  mutable std::mutex mutex_;
  mutable std::unique_ptr<torchscript::Module> module_;
};

}  // namespace lowband
