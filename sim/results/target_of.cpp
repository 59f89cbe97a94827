// SPDX-License-Identifier: Apache-2.0
#include "sim/results/target_of.hpp"

#include <algorithm>
#include <cstddef>

namespace lowband {

const std::vector<std::string>& target_of_names() {  // in the order of TargetOf
  static const std::vector<std::string> names{"workers", "worst-worker", "mean-model", "server"};
  return names;
}

std::optional<TargetOf> target_of_named(std::string_view name) {
  const auto& names = target_of_names();
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional(static_cast<TargetOf>(found - names.begin()));
}

std::string name_of(TargetOf of) { return target_of_names()[static_cast<std::size_t>(of)]; }

}  // namespace lowband
