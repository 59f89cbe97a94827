#include "sim/topology/topology.hpp"

#include <catch2/catch.hpp>
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
  for (const char* name : {R"("ring")", R"("complete")", R"("star")", R"("torus")"}) {
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

TEST_CASE("a torus closes in both directions", "[topology]") {
  // 3 rows of 4:   0  1  2  3
  //                4  5  6  7
  //                8  9 10 11
  const Graph torus = graph(R"({"name": "torus", "rows": 3})", 12);
  CHECK(torus.neighbours(5) == std::vector<int>{1, 4, 6, 9});
  CHECK(torus.neighbours(0) == std::vector<int>{1, 3, 4, 8});
  CHECK(torus.neighbours(11) == std::vector<int>{3, 7, 8, 10});
  CHECK(torus.edges().size() == 24);
}

TEST_CASE("a torus has no double edges and no loops", "[topology]") {
  CHECK(graph(R"("torus")", 4).edges() == Edges{{0, 1}, {0, 2}, {1, 3}, {2, 3}});  // 2 x 2
  // 2 x 3: two triangles, joined by one edge each: 3 + 3 + 3.
  CHECK(graph(R"("torus")", 6).edges().size() == 9);
  CHECK(graph(R"({"name": "torus", "rows": 1})", 8).edges() == graph(R"("ring")", 8).edges());
  CHECK(graph(R"({"name": "torus", "columns": 1})", 8).edges() == graph(R"("ring")", 8).edges());
}

TEST_CASE("a torus is as square as it can be unless told otherwise", "[topology]") {
  const auto same = [](const char* a, const char* b, int workers) {
    return graph(a, workers).edges() == graph(b, workers).edges();
  };
  CHECK(same(R"("torus")", R"({"name": "torus", "rows": 6, "columns": 6})", 36));
  CHECK(same(R"("torus")", R"({"name": "torus", "rows": 3, "columns": 4})", 12));
  CHECK(same(R"("torus")", R"("ring")", 7));  // 1 x 7
  CHECK(same(R"({"name": "torus", "columns": 6})", R"({"name": "torus", "rows": 2, "columns": 6})", 12));
}

TEST_CASE("sides that do not multiply to the workers are refused", "[topology]") {
  const std::string error = "e.json: /topology: rows times columns must give the number of workers, 16";
  CHECK(error_of(R"({"name": "torus", "rows": 3, "columns": 5})", 16) == error);
  CHECK(error_of(R"({"name": "torus", "rows": 5})", 16) == error);
  CHECK(error_of(R"({"name": "torus", "columns": 17})", 16) == error);
  CHECK(error_of(R"({"name": "torus", "rows": 65536, "columns": 65536})", 16) == error);  // 2^32 is not 0
  CHECK(error_of(R"({"name": "torus", "rows": 0})", 16) ==
        "e.json: /topology/rows: expected an integer at least 1, found 0");
}

TEST_CASE("an edge list is what it lists", "[topology]") {
  const char* json = R"({"name": "edge-list", "edges": [[2, 1], [0, 1], [1, 2], [2, 3]]})";
  CHECK(graph(json, 4).edges() == Edges{{0, 1}, {1, 2}, {2, 3}});
  const auto named = read_named(topologies(), Json::parse(json), place);
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
        "e.json: /topology: the key \"edges\" is missing: who talks to whom: [[0, 1], [1, 2], ...]");
}
