// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/graph.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace lowband;

TEST_CASE("a graph keeps neighbours in order, without loops and double edges", "[graph]") {
  Graph graph(4);
  graph.add_edge(2, 0);
  graph.add_edge(3, 2);
  graph.add_edge(1, 2);
  graph.add_edge(2, 1);
  graph.add_edge(3, 3);
  CHECK(graph.neighbours(2) == std::vector<int>{0, 1, 3});
  CHECK(graph.neighbours(3) == std::vector<int>{2});
  CHECK(graph.degree(2) == 3);
  CHECK(graph.max_degree() == 3);
  CHECK(graph.edges() == std::vector<std::pair<int, int>>{{0, 2}, {1, 2}, {2, 3}});
}

TEST_CASE("a graph refuses workers it does not have, and stays as it was", "[graph]") {
  Graph graph(2);
  CHECK_THROWS_AS(graph.add_edge(0, 2), std::out_of_range);
  CHECK_THROWS_AS(graph.add_edge(2, 0), std::out_of_range);
  CHECK_THROWS_AS(graph.add_edge(-1, 0), std::out_of_range);
  CHECK(graph.edges().empty());
}

TEST_CASE("a graph knows who cannot be reached", "[graph]") {
  Graph graph(6);
  graph.add_edge(0, 1);
  graph.add_edge(1, 4);
  graph.add_edge(2, 5);
  CHECK(graph.unreachable_from(0) == std::vector<int>{2, 3, 5});
  CHECK(graph.unreachable_from(3) == std::vector<int>{0, 1, 2, 4, 5});
  CHECK_FALSE(graph.connected());
  graph.add_edge(3, 4);
  graph.add_edge(5, 0);
  CHECK(graph.connected());
  CHECK(Graph(1).connected());
  CHECK_FALSE(Graph(2).connected());
}
