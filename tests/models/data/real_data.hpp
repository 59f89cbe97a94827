// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>

#include "models/data/dataset.hpp"

namespace lowband {

/// The folders in which this machine may have real data.
inline DataFolders real_folders() {
  namespace fs = std::filesystem;
  DataFolders folders;
  if (const char* folder = std::getenv("LOWBAND_DATA")) folders.emplace_back(folder);
  folders.push_back(fs::path(LOWBAND_SOURCE_DIR) / ".." / "shared" / "data");
  folders.push_back(fs::path(LOWBAND_SOURCE_DIR) / "data");
  return folders;
}

inline bool has_real(const std::string& name) {
  const DataFolders folders = real_folders();
  return std::any_of(folders.begin(), folders.end(),
                     [&](const auto& folder) { return std::filesystem::exists(folder / name); });
}

}  // namespace lowband
