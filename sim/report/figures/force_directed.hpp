// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/report/figures/route_graph.hpp"

namespace lowband {

/// A place in a picture.
struct Place2d {
  double x = 0.0;
  double y = 0.0;
};

/// Where the nodes of a graph may stand, in [-1, 1] x [-1, 1]: neighbours attract each other, all repel each other
/// (Fruchterman & Reingold 1991, "Graph drawing by force-directed placement"), from a circle, the same every time.
[[nodiscard]] std::vector<Place2d> force_directed(const RouteGraph& graph);

}  // namespace lowband
