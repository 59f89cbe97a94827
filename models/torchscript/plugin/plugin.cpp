// SPDX-License-Identifier: Apache-2.0
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/version.h>

#include <memory>
#include <string>

#include "models/torchscript/plugin/chance.hpp"
#include "models/torchscript/plugin/module.hpp"

namespace lowband::torchscript {

namespace {

/// Makes of libtorch a function of its inputs: one thread for each call, algorithms that do the same each time, and no
/// optimiser, which would compile a graph anew once it has seen some batches.
void set_up() {
  at::set_num_threads(1);
  at::set_num_interop_threads(1);
  at::globalContext().setDeterministicAlgorithms(true, false);
  torch::jit::getProfilingMode() = false;
  Chance::reset();
}

/// Those that libtorch's own kernels use here, in the words of its description: "CPU capability usage: AVX2".
std::string instructions() {
  const std::string description = at::show_config();
  const std::string mark = "CPU capability usage: ";
  const std::size_t found = description.find(mark);
  if (found == std::string::npos) return "unknown";
  const std::size_t begin = found + mark.size();
  return description.substr(begin, description.find('\n', begin) - begin);
}

std::unique_ptr<Module> open(const std::string& bytes, bool draws) {
  return std::make_unique<LoadedModule>(bytes, draws);
}

}  // namespace

}  // namespace lowband::torchscript

extern "C" [[gnu::visibility("default")]] lowband::torchscript::Plugin lowband_torch_plugin_1() {
  using namespace lowband::torchscript;
  static const std::string used = instructions();
  static const bool is_set_up = (set_up(), true);
  static_cast<void>(is_set_up);
  return {TORCH_VERSION, used.c_str(), &open};
}
