// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/script.h>

#include <string>
#include <utility>
#include <vector>

#include "models/torchscript/torch_module.hpp"

namespace lowband::torchscript {

/// A place of a module that holds a tensor: a submodule, by its number in the order of modules(), and a name in it.
struct Slot {
  std::size_t module;
  std::string name;
};

/// A tensor of a module with every place that holds it: modules may share parameters.
struct HeldTensor {
  std::string name;  ///< of its first place
  at::Tensor value;  ///< as in the file
  std::vector<Slot> slots;
};

/// The tensors of a module by what becomes of them, in PyTorch's order, each once.
struct Tensors {
  std::vector<HeldTensor> learned;   ///< parameters of which there are gradients
  std::vector<HeldTensor> observed;  ///< buffers of real numbers
  std::vector<HeldTensor> counters;  ///< buffers of other types, which begin every call as in the file
};

/// Throws std::runtime_error if a tensor is none that Lowband takes: learned or observed and not of float32, or two
/// that share a part of their memory. Frozen parameters (requires_grad=False) and empty ones are part of the module:
/// they stay as they are.
[[nodiscard]] Tensors tensors_of(const torch::jit::Module& module);

}  // namespace lowband::torchscript
