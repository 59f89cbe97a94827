// SPDX-License-Identifier: Apache-2.0
#include "sim/base/size_limit.hpp"

#include <fmt/format.h>
#include <sys/sysinfo.h>

namespace lowband {

void check_pairs(double pairs, int workers, const Place& place) {
  if (pairs <= most_pairs) return;
  constexpr double giga = 1e9;
  place.fail(
      fmt::format("{} workers make {:.3g} pairs that talk, for which some {:.3g} GB of memory would be needed: "
                  "expected at most {:.3g} pairs",
                  workers, pairs, pairs * bytes_per_pair / giga, most_pairs));
}

void check_memory(double bytes, const std::string& what, const Place& place) {
  struct sysinfo machine {};
  if (::sysinfo(&machine) != 0) return;
  const double there = static_cast<double>(machine.totalram + machine.totalswap) * machine.mem_unit;
  if (bytes <= there) return;
  constexpr double giga = 1e9;
  place.fail(fmt::format("{} would take more than {:.3g} GB of memory, and this machine has {:.3g} GB", what,
                         bytes / giga, there / giga));
}

}  // namespace lowband
