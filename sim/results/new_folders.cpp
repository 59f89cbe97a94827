// SPDX-License-Identifier: Apache-2.0
#include "sim/results/new_folders.hpp"

#include <fmt/format.h>

#include <cstring>
#include <system_error>

#include "sim/base/error.hpp"

namespace lowband {

namespace fs = std::filesystem;

void cannot_write(const fs::path& path, int error) {
  throw UsageError(fmt::format("{}: cannot be written: {}", path.string(), std::strerror(error)));
}

NewFolders::NewFolders(const fs::path& folder, const fs::path& shown) {
  std::error_code error;
  for (fs::path missing = fs::absolute(folder); !fs::exists(missing, error); missing = missing.parent_path()) {
    made_.push_back(missing);
  }
  fs::create_directories(folder, error);
  if (!error) return;
  remove_empty();
  cannot_write(shown, error.value());
}

NewFolders::~NewFolders() { remove_empty(); }

void NewFolders::remove_empty() const noexcept {
  std::error_code ignored;
  for (const auto& folder : made_) fs::remove(folder, ignored);  // which does nothing if it holds something
}

}  // namespace lowband
