// SPDX-License-Identifier: Apache-2.0
#include "models/data/data_folders.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lowband {

void fail_absent(const std::string& what, const std::vector<std::string>& looked, const std::string& remedy) {
  throw AbsentData(fmt::format("{} is not there; looked in: {}. {}, and name DATA by --data or $LOWBAND_DATA", what,
                               looked.empty() ? "no folder" : fmt::format("{}", fmt::join(looked, "; ")), remedy));
}

std::filesystem::path existing_file(const std::filesystem::path& folder, const std::string& name) {
  for (const char* suffix : {"", ".gz"}) {
    std::error_code none;
    if (std::filesystem::path file = folder / (name + suffix); std::filesystem::is_regular_file(file, none))
      return file;
  }
  return {};
}

std::filesystem::path find_file(const DataFolders& folders, const std::string& what, const std::string& name) {
  std::vector<std::string> looked;
  for (const auto& folder : folders) {
    std::error_code none;
    if (std::filesystem::is_regular_file(folder / name, none)) return folder / name;
    looked.push_back(folder.empty() ? "." : folder.string());
  }
  fail_absent(fmt::format("{} \"{}\"", what, name), looked, fmt::format("Put it at DATA/{}", name));
}

}  // namespace lowband
