// SPDX-License-Identifier: Apache-2.0
#include "sim/report/panel_title.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lowband {

std::string listed(const std::vector<std::string>& names) {
  if (names.size() > 3) return fmt::format("{}, ..., {}", names.front(), names.back());
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string panel_title(const std::vector<std::string>& scenarios) {
  return scenarios.size() == 1 ? scenarios.front() : "the same in " + listed(scenarios);
}

}  // namespace lowband
