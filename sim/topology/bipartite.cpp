// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/bipartite.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lowband {

Graph Bipartite::make_graph(int workers, const Place& place) const {
  const int left = left_.value_or(std::max(1, workers / 2));
  if (left >= workers && workers > 1) {
    (place / "left").expected(fmt::format("fewer than all {} workers", workers), left);
  }
  Graph graph(workers);
  for (int a = 0; a < left; ++a) {
    for (int b = left; b < workers; ++b) graph.add_edge(a, b);
  }
  return graph;
}

}  // namespace lowband
