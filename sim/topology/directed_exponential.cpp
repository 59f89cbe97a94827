// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/directed_exponential.hpp"

#include <cstdint>

namespace lowband {

DigraphSchedule DirectedExponential::make_schedule(int workers, const Place& /*place*/) const {
  DigraphSchedule graphs;
  for (std::int64_t step = 1; step < workers || graphs.empty(); step *= 2) {
    if (graphs.empty() || peers_ == "one") graphs.emplace_back(workers);
    for (std::int64_t worker = 0; worker < workers; ++worker) {
      graphs.back().add_arc(static_cast<int>(worker), static_cast<int>((worker + step) % workers));
    }
  }
  return graphs;
}

}  // namespace lowband
