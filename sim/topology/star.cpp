// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/star.hpp"

namespace lowband {

Graph Star::make_graph(int workers, const Place& /*place*/) const {
  Graph graph(workers);
  for (int i = 1; i < workers; ++i) graph.add_edge(0, i);
  return graph;
}

}  // namespace lowband
