#include "sim/topology/torus.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "sim/base/integers.hpp"

namespace lowband {

void Torus::parameters(Parameters& parameters) {
  parameters.integer("rows", rows_, {1}, "worker", "height of the grid; unless given, what makes it the most square");
  parameters.integer("columns", columns_, {1}, "worker", "width of the grid; unless given, workers / rows");
}

Graph Torus::graph(int workers, const Place& place) const {
  const int rows = rows_ ? *rows_ : columns_ ? workers / *columns_ : largest_divisor_to_root(workers);
  const int columns = columns_ ? *columns_ : workers / rows;
  if (std::int64_t{rows} * columns != workers) {
    place.fail(fmt::format("rows times columns must give the number of workers, {}", workers));
  }
  Graph graph(workers);
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const int worker = row * columns + column;
      graph.add_edge(worker, row * columns + (column + 1) % columns);
      graph.add_edge(worker, (row + 1) % rows * columns + column);
    }
  }
  return graph;
}

}  // namespace lowband
