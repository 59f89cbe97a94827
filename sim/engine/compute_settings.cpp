// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/compute_settings.hpp"

#include "sim/base/name_pattern.hpp"

namespace lowband {

double ComputeSettings::slowdown_of(std::size_t worker, const std::string& host) const {
  double factor = worker < slowdown.size() ? slowdown[worker] : 1.0;
  for (const auto& [match, by] : host_slowdown) {
    if (matches(match, host)) factor *= by;
  }
  return factor;
}

}  // namespace lowband
