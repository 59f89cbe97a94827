// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/topology/graph.hpp"

namespace lowband {

/// The two sides of a graph whose every edge joins one side to the other, or why it has none: an odd cycle.
struct Bipartition {
  std::vector<bool> is_second;  ///< by worker; worker 0 is on the first side
  std::vector<int> odd_cycle;   ///< each has an edge to the next, and the last to the first; empty: there are two sides
};

/// Of a connected graph.
[[nodiscard]] Bipartition bipartition(const Graph& graph);

}  // namespace lowband
