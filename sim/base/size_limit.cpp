#include "sim/base/size_limit.hpp"

#include <fmt/format.h>

namespace lowband {

void check_pairs(double pairs, int workers, const Place& place) {
  if (pairs <= most_pairs) return;
  constexpr double giga = 1e9;
  place.fail(
      fmt::format("{} workers make {:.3g} pairs that talk, for which some {:.3g} GB of memory would be needed: "
                  "expected at most {:.3g} pairs",
                  workers, pairs, pairs * bytes_per_pair / giga, most_pairs));
}

}  // namespace lowband
