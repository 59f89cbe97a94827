// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/hypercube.hpp"

#include <fmt/format.h>

#include <bit>

namespace lowband {

Graph Hypercube::make_graph(int workers, const Place& place) const {
  if (!std::has_single_bit(static_cast<unsigned>(workers))) {
    place.fail(fmt::format("a hypercube has a power of two of workers, found {}", workers));
  }
  Graph graph(workers);
  for (int worker = 0; worker < workers; ++worker) {
    for (int step = 1; step < workers; step *= 2) {
      if (worker + step < workers && (worker / step) % 2 == 0) graph.add_edge(worker, worker + step);
    }
  }
  return graph;
}

}  // namespace lowband
