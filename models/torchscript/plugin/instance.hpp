// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/script.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/torchscript/plugin/tensors.hpp"
#include "models/torchscript/torch_module.hpp"

namespace lowband::torchscript {

/// A copy of a module with tensors of its own, for one call at a time. Every call begins with what it is given: nothing
/// is kept from one to the next, so it does not matter which instance does which. Throws c10::Error, and
/// std::runtime_error.
class Instance {
 public:
  Instance(const torch::jit::Module& original, const Tensors& tensors);

  /// In training mode, with dropout or without.
  void train(const State& state, const Step& step, const Input& input, FunctionRef<void(const Output&, float*)> loss);
  void evaluate(const State& state, const Input& input, FunctionRef<void(const Output&)> take);

  /// The tensors that are learned, in order.
  [[nodiscard]] const std::vector<at::Tensor>& learned() const noexcept { return learned_; }

  /// Everything else that it holds, and may have changed: attributes that are no parameters and no buffers.
  [[nodiscard]] std::vector<std::pair<std::string, c10::IValue>> rest() const;

 private:
  /// Gives it the parameters and buffers of `state`, and the counters of the file.
  void take(const State& state);
  void put(const HeldTensor& held, const at::Tensor& tensor);
  void set_mode(bool is_training, bool has_dropout);
  at::Tensor forward(const Input& input);
  /// Throws if the call since remember_versions() has changed what is learned.
  void require_untouched() const;
  void remember_versions();

  const Tensors& tensors_;
  torch::jit::Module module_;
  std::vector<torch::jit::Module> parts_;  ///< in the order that Slot counts
  std::vector<at::Tensor> learned_;
  std::vector<std::uint32_t> versions_;  ///< of those, which count what changes them
  std::vector<at::Tensor> observed_;
  std::vector<at::Tensor> counters_;
};

}  // namespace lowband::torchscript
