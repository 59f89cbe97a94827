// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/simgrid_version.hpp"

#include <fmt/core.h>

#include "sim/engine/simgrid_versions.hpp"

namespace lowband {

std::string simgrid_version() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  sg_version_get(&major, &minor, &patch);
  return patch == 0 ? fmt::format("{}.{}", major, minor) : fmt::format("{}.{}.{}", major, minor, patch);
}

}  // namespace lowband
