// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/base/function_ref.hpp"

/// What stands between the program, which knows nothing of libtorch, and the plug-in, which knows nothing else: plain
/// values and these classes. Whoever changes them gives `opening_function` another name.
namespace lowband::torchscript {

/// A parameter or buffer of a module, by its name in PyTorch: "conv1.weight".
struct Tensor {
  std::string name;
  std::vector<std::size_t> shape;
};

/// A batch as a module takes it: the first extent counts the samples.
struct Input {
  const float* values = nullptr;
  std::vector<std::int64_t> extents = {};
  bool are_symbols = false;  ///< whole numbers, which modules get as int64
};

/// What a module gives for a batch; its last extents vary fastest.
struct Output {
  const float* values = nullptr;
  std::vector<std::int64_t> extents = {};
};

/// Where a module is: its parameters and its buffers as flat vectors.
struct State {
  std::span<const float> parameters;
  std::span<const float> buffers;  ///< empty: those of the file
};

/// A step of training beside the batch.
struct Step {
  std::span<float> buffers = {};           ///< what they have become; empty: nobody asks
  std::optional<std::uint64_t> seed = {};  ///< decides what dropout leaves out; without it nothing is left out
  std::span<float> gradient;               ///< of the parameters
};

/// What a module turned out to do with batches of some size.
struct Examination {
  std::vector<std::int64_t> outputs;   ///< the extents of what it gives
  double forward_flops = 0.0;          ///< products and convolutions, a multiplication and an addition being two
  std::vector<double> backward_flops;  ///< those until the gradient of each parameter is there, since that of the next
  bool draws = false;                  ///< it draws random numbers in training
};

/// A TorchScript module in training and evaluation. It may be used by several threads at a time; each call computes on
/// its own. Whatever does not go throws std::runtime_error in plain words.
class Module {
 public:
  Module() = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;
  Module(Module&&) = delete;
  Module& operator=(Module&&) = delete;
  virtual ~Module() = default;

  /// What is learned: the parameters of which a gradient is asked for, in PyTorch's order.
  [[nodiscard]] virtual const std::vector<Tensor>& parameters() const = 0;
  /// What is observed: the buffers of real numbers.
  [[nodiscard]] virtual const std::vector<Tensor>& buffers() const = 0;
  /// Writes the values that the file has.
  virtual void initial(std::span<float> parameters, std::span<float> buffers) const = 0;

  /// Tries a step of training and an evaluation. Throws also if the module is none that Lowband can train.
  [[nodiscard]] virtual Examination examine(const Input& input) const = 0;

  /// Writes the gradient of what `loss` writes the gradient of: that in the outputs.
  virtual void train(const State& state, const Step& step, const Input& input,
                     FunctionRef<void(const Output&, float*)> loss) const = 0;
  virtual void evaluate(const State& state, const Input& input, FunctionRef<void(const Output&)> take) const = 0;
};

/// What a plug-in has.
struct Plugin {
  const char* version = nullptr;       ///< of libtorch
  const char* instructions = nullptr;  ///< those that its kernels use on this processor, such as AVX2
  /// The module that a file of these bytes holds. `draws`: see Examination. Throws std::runtime_error.
  std::unique_ptr<Module> (*open)(const std::string& bytes, bool draws) = nullptr;
};

/// The plug-in's one function: extern "C" Plugin NAME().
inline constexpr auto opening_function = "lowband_torch_plugin_1";

}  // namespace lowband::torchscript
