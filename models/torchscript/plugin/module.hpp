// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/script.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "models/torchscript/plugin/instance.hpp"
#include "models/torchscript/plugin/tensors.hpp"
#include "models/torchscript/torch_module.hpp"

namespace lowband::torchscript {

/// A module of a file, with as many instances as are at work at a time.
class LoadedModule final : public Module {
 public:
  LoadedModule(const std::string& bytes, bool draws);

  [[nodiscard]] const std::vector<Tensor>& parameters() const override { return parameters_; }
  [[nodiscard]] const std::vector<Tensor>& buffers() const override { return buffers_; }
  void initial(std::span<float> parameters, std::span<float> buffers) const override;
  [[nodiscard]] Examination examine(const Input& input) const override;
  void train(const State& state, const Step& step, const Input& input,
             FunctionRef<void(const Output&, float*)> loss) const override;
  void evaluate(const State& state, const Input& input, FunctionRef<void(const Output&)> take) const override;

 private:
  /// What `use` returns, given an instance that nobody else has meanwhile. One whose use threw is thrown away.
  template <class Use>
  auto with_instance(Use use) const;

  torch::jit::Module original_;
  Tensors tensors_;
  std::vector<Tensor> parameters_;
  std::vector<Tensor> buffers_;
  bool draws_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Instance>> idle_;
};

}  // namespace lowband::torchscript
