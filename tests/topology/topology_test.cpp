// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/topology.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

#include "sim/base/error.hpp"

using namespace lowband;
using Edges = std::vector<std::pair<int, int>>;

namespace {

const Place place("e.json");

Graph graph(const char* json, int workers) {
  return topologies().read(Json::parse(json), place / "topology")->graph(workers, place / "topology");
}

std::string error_of(const char* json, int workers) {
  try {
    static_cast<void>(graph(json, workers));
    return "no error";
  } catch (const UsageError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("every topology without parameters is connected for every number of workers", "[topology]") {
  for (const char* name : {R"("ring")", R"("complete")", R"("star")", R"("torus")", R"("grid")", R"("exponential")",
                           R"("tree")", R"("bipartite")", R"("erdos-renyi")"}) {
    for (int workers = 1; workers <= 40; ++workers) CHECK(graph(name, workers).connected());
    CHECK(graph(name, 1).edges().empty());
    CHECK(graph(name, 2).edges() == Edges{{0, 1}});
  }
}

TEST_CASE("a ring has two neighbours each", "[topology]") {
  CHECK(graph(R"("ring")", 3).edges() == Edges{{0, 1}, {0, 2}, {1, 2}});
  CHECK(graph(R"("ring")", 5).edges() == Edges{{0, 1}, {0, 4}, {1, 2}, {2, 3}, {3, 4}});
}

TEST_CASE("a complete graph has all edges", "[topology]") {
  const Graph complete = graph(R"("complete")", 7);
  CHECK(complete.edges().size() == 21);  // 7 * 6 / 2
  for (int i = 0; i < 7; ++i) CHECK(complete.degree(i) == 6);
}

TEST_CASE("a star has worker 0 in the middle", "[topology]") {
  const Graph star = graph(R"("star")", 6);
  CHECK(star.degree(0) == 5);
  for (int i = 1; i < 6; ++i) CHECK(star.neighbours(i) == std::vector<int>{0});
}

TEST_CASE("a torus closes in both directions, a grid does not", "[topology]") {
  // 3 rows of 4:   0  1  2  3
  //                4  5  6  7
  //                8  9 10 11
  const Graph torus = graph(R"({"name": "torus", "dimensions": [3, 4]})", 12);
  CHECK(torus.neighbours(5) == std::vector<int>{1, 4, 6, 9});
  CHECK(torus.neighbours(0) == std::vector<int>{1, 3, 4, 8});
  CHECK(torus.neighbours(11) == std::vector<int>{3, 7, 8, 10});
  CHECK(torus.edges().size() == 24);
  const Graph grid = graph(R"({"name": "grid", "dimensions": [3, 4]})", 12);
  CHECK(grid.neighbours(5) == std::vector<int>{1, 4, 6, 9});
  CHECK(grid.neighbours(0) == std::vector<int>{1, 4});
  CHECK(grid.neighbours(11) == std::vector<int>{7, 10});
  CHECK(grid.edges().size() == 3 * 3 + 2 * 4);
}

TEST_CASE("a torus of three dimensions", "[topology]") {
  // Worker 12 a + 4 b + c of 2 x 3 x 4; from 17 = (1, 1, 1): (0, 1, 1) once, (1, 0, 1), (1, 2, 1), (1, 1, 0), (1, 1,
  // 2).
  const Graph torus = graph(R"({"name": "torus", "dimensions": [2, 3, 4]})", 24);
  CHECK(torus.neighbours(17) == std::vector<int>{5, 13, 16, 18, 21});
  CHECK(torus.edges().size() == 24 * 5 / 2);
}

TEST_CASE("a torus has no double edges and no loops", "[topology]") {
  CHECK(graph(R"("torus")", 4).edges() == Edges{{0, 1}, {0, 2}, {1, 3}, {2, 3}});  // 2 x 2
  // 2 x 3: two triangles, joined by one edge each: 3 + 3 + 3.
  CHECK(graph(R"("torus")", 6).edges().size() == 9);
  CHECK(graph(R"({"name": "torus", "dimensions": [1, 8]})", 8).edges() == graph(R"("ring")", 8).edges());
  CHECK(graph(R"({"name": "torus", "dimensions": [8]})", 8).edges() == graph(R"("ring")", 8).edges());
}

TEST_CASE("a torus is as square as it can be unless told otherwise", "[topology]") {
  const auto same = [](const char* a, const char* b, int workers) {
    return graph(a, workers).edges() == graph(b, workers).edges();
  };
  CHECK(same(R"("torus")", R"({"name": "torus", "dimensions": [6, 6]})", 36));
  CHECK(same(R"("torus")", R"({"name": "torus", "dimensions": [3, 4]})", 12));
  CHECK(same(R"("torus")", R"("ring")", 7));  // 1 x 7
}

TEST_CASE("sides that do not multiply to the workers are refused", "[topology]") {
  const std::string error = "e.json: /topology/dimensions: expected sides whose product is the number of workers, 16";
  CHECK(error_of(R"({"name": "torus", "dimensions": [3, 5]})", 16) == error + ", found [3,5]");
  CHECK(error_of(R"({"name": "grid", "dimensions": [5]})", 16) == error + ", found [5]");
  CHECK(error_of(R"({"name": "torus", "dimensions": [65536, 65536]})", 16) ==
        error + ", found [65536,65536]");  // not 0
  CHECK_THAT(error_of(R"({"name": "torus", "dimensions": [0]})", 16),
             Catch::StartsWith("e.json: /topology/dimensions"));
}

TEST_CASE("a hypercube joins numbers that differ in one binary digit", "[topology]") {
  const Graph cube = graph(R"("hypercube")", 8);
  CHECK(cube.neighbours(5) == std::vector<int>{1, 4, 7});
  CHECK(cube.edges().size() == 12);
  CHECK(cube.connected());
  CHECK(graph(R"("hypercube")", 1).edges().empty());
  CHECK(error_of(R"("hypercube")", 6) == "e.json: /topology: a hypercube has a power of two of workers, found 6");
}

TEST_CASE("an exponential graph joins workers a power of two apart", "[topology]") {
  const Graph exponential = graph(R"("exponential")", 10);
  CHECK(exponential.neighbours(0) == std::vector<int>{1, 2, 4, 6, 8, 9});  // 1, 2, 4, 8 in both directions
  CHECK(graph(R"("exponential")", 3).edges().size() == 3);
}

TEST_CASE("a tree hangs every worker on an earlier one", "[topology]") {
  CHECK(graph(R"("tree")", 6).edges() == Edges{{0, 1}, {0, 2}, {1, 3}, {1, 4}, {2, 5}});
  CHECK(graph(R"({"name": "tree", "branching": 1})", 3).edges() == Edges{{0, 1}, {1, 2}});
  CHECK(graph(R"({"name": "tree", "branching": 5})", 6).edges() == graph(R"("star")", 6).edges());
}

TEST_CASE("a bipartite graph has all edges between its sides and none within", "[topology]") {
  CHECK(graph(R"("bipartite")", 5).edges() == Edges{{0, 2}, {0, 3}, {0, 4}, {1, 2}, {1, 3}, {1, 4}});
  CHECK(graph(R"({"name": "bipartite", "left": 1})", 6).edges() == graph(R"("star")", 6).edges());
  CHECK(error_of(R"({"name": "bipartite", "left": 6})", 6) ==
        "e.json: /topology/left: expected fewer than all 6 workers, found 6");
}

TEST_CASE("random graphs are the same for the same seed, and connected", "[topology]") {
  for (const std::string name : {"erdos-renyi", "random-regular", "small-world"}) {
    const auto drawn = [&](int seed) {
      return graph(("{\"name\": \"" + name + "\", \"seed\": " + std::to_string(seed) + "}").c_str(), 30);
    };
    CHECK(drawn(1).edges() == drawn(1).edges());
    CHECK(drawn(1).edges() != drawn(2).edges());
    for (int seed = 0; seed < 20; ++seed) CHECK(drawn(seed).connected());
  }
}

TEST_CASE("a random graph has as many edges as its probability says", "[topology]") {
  CHECK(graph(R"({"name": "erdos-renyi", "probability": 1})", 7).edges() == graph(R"("complete")", 7).edges());
  // 200 * 199 / 2 = 19 900 pairs, p = 0.3: 5970 edges, standard deviation 64.6.
  CHECK(std::abs(static_cast<int>(graph(R"({"name": "erdos-renyi", "probability": 0.3})", 200).edges().size()) - 5970) <
        5 * 65);
  CHECK_THAT(error_of(R"({"name": "erdos-renyi", "probability": 0.001})", 50), Catch::Contains("it needs more edges"));
}

TEST_CASE("in a random regular graph all degrees are equal", "[topology]") {
  for (const int degree : {2, 3, 5, 9}) {
    const Graph regular =
        graph(("{\"name\": \"random-regular\", \"degree\": " + std::to_string(degree) + "}").c_str(), 10);
    for (int i = 0; i < 10; ++i) CHECK(regular.degree(i) == degree);
  }
  const std::string error = "e.json: /topology/degree: expected less than the number of workers, ";
  CHECK(error_of(R"({"name": "random-regular", "degree": 3})", 5) == error + "5, and their product even, found 3");
  CHECK(error_of(R"({"name": "random-regular", "degree": 6})", 6) == error + "6, and their product even, found 6");
}

TEST_CASE("a small world is a ring of near neighbours but for what is rewired", "[topology]") {
  const Graph ring = graph(R"({"name": "small-world", "rewire": 0})", 10);
  CHECK(ring.neighbours(0) == std::vector<int>{1, 2, 8, 9});
  const Graph rewired = graph(R"({"name": "small-world", "rewire": 0.5})", 100);
  CHECK(rewired.edges().size() == 200);
  std::size_t kept = 0;
  for (const auto& [a, b] : rewired.edges()) kept += b - a <= 2 || b - a >= 98 ? 1 : 0;
  // Half of 200 are kept, and a few lead to where there is an edge already: binomial, standard deviation 7.
  CHECK(std::abs(static_cast<int>(kept) - 104) < 5 * 7);
  CHECK_THAT(error_of(R"({"name": "small-world", "degree": 3})", 9), Catch::StartsWith("e.json: /topology/degree: "));
  CHECK_THAT(error_of(R"("small-world")", 4), Catch::StartsWith("e.json: /topology/degree: "));
}

TEST_CASE("an edge list is what it lists", "[topology]") {
  const char* json = R"({"name": "edge-list", "edges": [[2, 1], [0, 1], [1, 2], [2, 3]]})";
  CHECK(graph(json, 4).edges() == Edges{{0, 1}, {1, 2}, {2, 3}});
  auto named = read_named(topologies(), Json::parse(json), place);
  CHECK(values(topologies(), named).dump() == R"({"name":"edge-list","edges":[[2,1],[0,1],[1,2],[2,3]]})");
  CHECK(graph(R"({"name": "edge-list", "edges": []})", 1).size() == 1);
}

TEST_CASE("errors of an edge list name the edge", "[topology]") {
  const auto error = [](const std::string& edges, int workers) {
    return error_of((R"({"name": "edge-list", "edges": )" + edges + "}").c_str(), workers);
  };
  CHECK(error("3", 4) == "e.json: /topology/edges: expected a list of edges, found 3");
  CHECK(error("[[0, 1], 3]", 4) == "e.json: /topology/edges/1: expected an edge, [worker, worker], found 3");
  CHECK(error("[[0, 1, 2]]", 4) == "e.json: /topology/edges/0: expected an edge, [worker, worker], found [0,1,2]");
  CHECK(error("[[0, -1]]", 4) == "e.json: /topology/edges/0/1: expected a worker (an integer from 0), found -1");
  CHECK(error("[[0, 1.5]]", 4) == "e.json: /topology/edges/0/1: expected a worker (an integer from 0), found 1.5");
  CHECK(error("[[4294967296, 1]]", 4) ==
        "e.json: /topology/edges/0/0: expected a worker (an integer from 0), found 4294967296");
  CHECK(error("[[0, 1], [2, 2]]", 4) ==
        "e.json: /topology/edges/1: expected an edge between two different workers, found [2,2]");
  CHECK(error("[[0, 1], [1, 4]]", 4) == "e.json: /topology/edges/1: expected workers from 0 to 3, found [1,4]");
  CHECK(error("[[0, 1], [2, 3]]", 5) ==
        "e.json: /topology/edges: the graph is not connected: no path from worker 0 to workers 2, 3, 4");
  CHECK(error("[[0, 1], [2, 1]]", 4) ==
        "e.json: /topology/edges: the graph is not connected: no path from worker 0 to worker 3");
  CHECK(error("[]", 100) ==
        "e.json: /topology/edges: the graph is not connected: no path from worker 0 to workers 1, 2, 3, 4, 5, 6, 7, 8, "
        "9, 10, ...");
  CHECK(error_of(R"("edge-list")", 4) ==
        "e.json: /topology: the key \"edges\" is missing: pairs of neighbours: [[0, 1], [1, 2], ...]");
}
