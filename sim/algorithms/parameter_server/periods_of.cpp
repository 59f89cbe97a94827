// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/periods_of.hpp"

namespace lowband {

std::uint64_t periods_of(std::uint64_t steps, const Period& period, std::uint64_t enough) {
  std::uint64_t periods = 0;
  for (std::uint64_t taken = 0; taken < steps && periods < enough; ++periods) taken = period.end(taken, periods, steps);
  return periods;
}

}  // namespace lowband
