// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/bipartition.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "sim/base/random.hpp"
#include "sim/topology/topology.hpp"

using namespace lowband;

namespace {

Graph graph_of(const std::string& topology, int workers) {
  const Place place("test");
  return topologies().read(Json::parse(topology), place)->graph(workers, place);
}

/// Checks that every edge joins the two sides, or that the cycle is one, and odd.
void check(const Graph& graph_of, const Bipartition& sides) {
  REQUIRE(sides.is_second.size() == static_cast<std::size_t>(graph_of.size()));
  if (sides.odd_cycle.empty()) {
    CHECK_FALSE(sides.is_second.front());
    for (const auto& [a, b] : graph_of.edges()) {
      CHECK(sides.is_second[static_cast<std::size_t>(a)] != sides.is_second[static_cast<std::size_t>(b)]);
    }
    return;
  }
  const auto& cycle = sides.odd_cycle;
  CHECK(cycle.size() % 2 == 1);
  CHECK(std::set<int>(cycle.begin(), cycle.end()).size() == cycle.size());
  for (std::size_t i = 0; i < cycle.size(); ++i) {
    const auto& neighbours = graph_of.neighbours(cycle[i]);
    CHECK(std::count(neighbours.begin(), neighbours.end(), cycle[(i + 1) % cycle.size()]) == 1);
  }
}

}  // namespace

TEST_CASE("an even ring has two sides that take turns", "[graph]") {
  CHECK(bipartition(graph_of(R"("ring")", 6)).is_second == std::vector<bool>{false, true, false, true, false, true});
  CHECK(bipartition(graph_of(R"("ring")", 6)).odd_cycle.empty());
  CHECK(bipartition(Graph(1)).is_second == std::vector<bool>{false});
  CHECK(bipartition(Graph(0)).is_second.empty());
}

TEST_CASE("an odd ring is an odd cycle, and a triangle on a tail is found", "[graph]") {
  CHECK(bipartition(graph_of(R"("ring")", 7)).odd_cycle.size() == 7);
  // 0 - 1 - 2, and 2, 3, 4 know each other: from 0, 3 and 4 are equally deep.
  const auto sides =
      bipartition(graph_of(R"({"name": "edge-list", "edges": [[0, 1], [1, 2], [2, 3], [3, 4], [4, 2]]})", 5));
  CHECK(std::set<int>(sides.odd_cycle.begin(), sides.odd_cycle.end()) == std::set<int>{2, 3, 4});
}

TEST_CASE("topologies that have two sides, and some that have not", "[graph]") {
  for (const std::string topology : {R"("bipartite")", R"("hypercube")", R"("tree")", R"("star")", R"("grid")"}) {
    INFO(topology);
    CHECK(bipartition(graph_of(topology, 8)).odd_cycle.empty());
    check(graph_of(topology, 8), bipartition(graph_of(topology, 8)));
  }
  for (const std::string topology :
       {R"("complete")", R"("exponential")", R"({"name": "torus", "dimensions": [3, 3]})"}) {
    INFO(topology);
    CHECK_FALSE(bipartition(graph_of(topology, 9)).odd_cycle.empty());
    check(graph_of(topology, 9), bipartition(graph_of(topology, 9)));
  }
}

TEST_CASE("random connected graphs have two sides or an odd cycle", "[graph]") {
  int with_sides = 0;
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    Stream random(seed, Purpose::data, 0, 0);
    const int size = 2 + static_cast<int>(random.below(9));
    Graph random_graph(size);
    for (int worker = 1; worker < size; ++worker) {
      random_graph.add_edge(worker, static_cast<int>(random.below(static_cast<std::uint32_t>(worker))));
    }
    for (std::uint32_t more = random.below(4); more > 0; --more) {
      const auto end = [&] { return static_cast<int>(random.below(static_cast<std::uint32_t>(size))); };
      const int a = end();
      random_graph.add_edge(a, end());
    }
    const auto sides = bipartition(random_graph);
    check(random_graph, sides);
    with_sides += sides.odd_cycle.empty() ? 1 : 0;
  }
  CHECK(with_sides > 100);
  CHECK(with_sides < 450);
}
