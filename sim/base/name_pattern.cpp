// SPDX-License-Identifier: Apache-2.0
#include "sim/base/name_pattern.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include "sim/base/error.hpp"

namespace lowband {

bool matches(const std::string& pattern, const std::string& name) {
  return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

bool is_or_matches(const std::string& pattern, const std::string& name) {
  return name == pattern || matches(pattern, name);
}

std::string no_match(const std::string& kind, const std::string& pattern, std::span<const std::string> names) {
  const auto nearest = nearest_name(pattern, names);
  return fmt::format("no {} matches \"{}\"{}", kind, pattern,
                     names.empty()     ? ": it has none"
                     : nearest.empty() ? fmt::format(" (there {} {}, such as \"{}\")", names.size() == 1 ? "is" : "are",
                                                     names.size(), names[0])
                                       : fmt::format(", did you mean \"{}\"?", nearest));
}

}  // namespace lowband
