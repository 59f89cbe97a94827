#include "sim/algorithms/parameter_server/periods_of.hpp"

#include <algorithm>

namespace lowband {

std::uint64_t periods_of(std::uint64_t steps, const Period& period, std::uint64_t most, std::uint64_t enough) {
  std::uint64_t periods = 0;
  for (std::uint64_t taken = 0; taken < steps && periods < enough; ++periods) {
    taken += std::clamp<std::uint64_t>(period.steps(taken, periods), 1, std::max<std::uint64_t>(most, 1));
  }
  return periods;
}

}  // namespace lowband
