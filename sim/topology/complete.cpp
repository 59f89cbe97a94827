// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/complete.hpp"

namespace lowband {

Graph Complete::make_graph(int workers, const Place& /*place*/) const {
  Graph graph(workers);
  for (int i = 0; i < workers; ++i) {
    for (int j = i + 1; j < workers; ++j) graph.add_edge(i, j);
  }
  return graph;
}

}  // namespace lowband
