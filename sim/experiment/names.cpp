// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/names.hpp"

#include <fmt/format.h>

#include <map>

#include "sim/base/printable.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace {

constexpr std::size_t longest_name = 80;  // two of them, a seed and a suffix make a file name of 255 bytes

}  // namespace

/// Names become parts of folder names, and '@' separates them there.
void check_name(const std::string& name, const Place& place) {
  if (name.find('@') != std::string::npos || name.front() == '.' || printable(name) != name) {
    place.expected("a name without '@' and control characters that does not begin with '.'", name);
  }
  if (name.size() > longest_name) {
    place.fail(fmt::format("expected a name of at most {} bytes, found one of {}, {}", longest_name, name.size(),
                           in_quotes(name)));
  }
}

void check_names(const std::vector<std::pair<std::string, Place>>& names) {
  std::map<std::string, const Place*> folders;
  for (const auto& [name, place] : names) {
    check_name(name, place);
    const auto [other, is_new] = folders.emplace(folder_name(name), &place);
    if (!is_new) {
      place.fail(fmt::format("expected a name of its own, found \"{}\", which is taken by {}", name,
                             other->second->pointer()));
    }
  }
}

}  // namespace lowband
