// SPDX-License-Identifier: Apache-2.0
#include "models/torchscript/library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdlib.h>

#include <filesystem>
#include <vector>

#include "sim/base/error.hpp"

namespace lowband::torchscript {

namespace {

namespace fs = std::filesystem;

constexpr auto file_name = "lib/lowband/lowband_torch.so";

fs::path find_plugin() {
  const fs::path folder = fs::read_symlink("/proc/self/exe").parent_path();
  std::vector<std::string> looked;
  for (const fs::path& root : {folder, folder.parent_path()}) {
    const fs::path file = (root / file_name).lexically_normal();
    if (fs::exists(file)) return file;
    looked.push_back(file.string());
  }
  throw UsageError(
      fmt::format("this Lowband is built without libtorch; looked for {}. Install libtorch-dev, and build with "
                  "LOWBAND_TORCH=ON",
                  fmt::join(looked, " and ")));
}

Plugin opened() {
  const fs::path file = find_plugin();
  // Each task computes on one thread. What multiplies matrices for libtorch begins its threads when it is loaded.
  for (const char* const variable : {"OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"}) {
    ::setenv(variable, "1", 1);
  }
  void* const library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);  // until this process ends
  if (library == nullptr) throw UsageError(fmt::format("{}: {}", file.string(), ::dlerror()));
  void* const function = ::dlsym(library, opening_function);
  if (function == nullptr) throw UsageError(fmt::format("{}: is of another version of Lowband", file.string()));
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what dlsym(3) is for
  return reinterpret_cast<Plugin (*)()>(function)();
}

}  // namespace

const Plugin& plugin() {
  static const Plugin found = opened();
  return found;
}

}  // namespace lowband::torchscript
