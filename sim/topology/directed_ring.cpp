// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/directed_ring.hpp"

namespace lowband {

DigraphSchedule DirectedRing::make_schedule(int workers, const Place& /*place*/) const {
  Digraph ring(workers);
  for (int worker = 0; worker < workers; ++worker) ring.add_arc(worker, (worker + 1) % workers);
  return {ring};
}

}  // namespace lowband
