// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/ring.hpp"

namespace lowband {

Graph Ring::make_graph(int workers, const Place& /*place*/) const {
  Graph graph(workers);
  for (int i = 0; i < workers; ++i) graph.add_edge(i, (i + 1) % workers);
  return graph;
}

}  // namespace lowband
