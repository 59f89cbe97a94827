// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/tree.hpp"

namespace lowband {

Graph Tree::make_graph(int workers, const Place& /*place*/) const {
  Graph graph(workers);
  for (int worker = 1; worker < workers; ++worker) graph.add_edge((worker - 1) / branching_, worker);
  return graph;
}

}  // namespace lowband
