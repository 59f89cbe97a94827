// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/lattice.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "sim/base/integers.hpp"

namespace lowband {

void Lattice::parameters(Parameters& parameters) {
  parameters.integers("dimensions", dimensions_, {.least = 1},
                      "sides of the grid, whose product is the number of workers; empty: two, as equal as can be");
}

Graph Lattice::make_graph(int workers, const Place& place) const {
  std::vector<int> sides = dimensions_;
  if (sides.empty()) {
    const int rows = largest_divisor_to_root(workers);
    sides = {rows, workers / rows};
  }
  std::int64_t product = 1;
  for (const int side : sides) product = product > workers ? product : product * side;
  if (product != workers) {
    (place / "dimensions").expected(fmt::format("sides whose product is the number of workers, {}", workers), sides);
  }
  Graph graph(workers);
  int stride = workers;
  for (const int side : sides) {
    stride /= side;
    for (int worker = 0; worker < workers; ++worker) {
      const int index = worker / stride % side;
      if (index + 1 < side) graph.add_edge(worker, worker + stride);
      if (index + 1 == side && is_closed_) graph.add_edge(worker, worker - index * stride);
    }
  }
  return graph;
}

}  // namespace lowband
