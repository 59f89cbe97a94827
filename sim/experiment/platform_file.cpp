// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/platform_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"
#include "sim/engine/platform_xml.hpp"

namespace lowband {

void check_platform_file(const std::filesystem::path& file, const Place& place) {
  if (std::filesystem::exists(file)) return;
  std::vector<std::string> there;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::absolute(file).parent_path(), ignored)) {
    there.push_back(entry.path().filename());
  }
  std::sort(there.begin(), there.end());
  const auto nearest = nearest_name(file.filename().string(), there);
  place.fail(fmt::format("expected a SimGrid platform file, found no file {}{}", file.string(),
                         nearest.empty() ? "" : fmt::format(", did you mean \"{}\"?", nearest)));
}

std::vector<FileContent> platform_copies(const std::filesystem::path& file, const std::string& name) {
  const PlatformXml xml(file.string());
  std::map<std::string, std::string> copy_of;    // by where the file is
  std::map<std::string, std::string> name_here;  // by its name in the platform
  std::vector<FileContent> copies(1);
  for (const auto& named : xml.named_files()) {
    const std::filesystem::path path = xml.path_of(named);
    std::string& copy = copy_of[path.string()];
    for (int i = 1; copy.empty(); ++i) {
      const std::string own = path.filename().string();
      const std::string candidate = i == 1 ? fmt::format("platform-{}", own) : fmt::format("platform-{}-{}", i, own);
      const auto has_it = [&](const auto& other) { return other.name == candidate; };
      if (std::none_of(copies.begin(), copies.end(), has_it)) {
        copies.push_back({candidate, read_file(path)});
        copy = candidate;
      }
    }
    name_here[named] = copy;
  }
  copies.front() = {name, xml.text_with_files(name_here)};
  return copies;
}

}  // namespace lowband
