// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/exponential.hpp"

namespace lowband {

Graph Exponential::make_graph(int workers, const Place& /*place*/) const {
  Graph graph(workers);
  for (int worker = 0; worker < workers; ++worker) {
    for (int step = 1; step < workers; step *= 2) graph.add_edge(worker, (worker + step) % workers);
  }
  return graph;
}

}  // namespace lowband
