// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/topology/topology.hpp"

using namespace lowband;

namespace {

const Place directed_place("e.json");

DigraphSchedule schedule(const char* json, int workers) {
  return topologies().read(Json::parse(json), directed_place)->schedule(workers, directed_place);
}

/// Whether every worker can send to every other over the graphs together.
bool is_strongly_connected(const DigraphSchedule& graphs) {
  const int workers = graphs.front().size();
  for (int start = 0; start < workers; ++start) {
    std::vector<bool> reached(static_cast<std::size_t>(workers), false);
    std::vector<int> frontier{start};
    reached[static_cast<std::size_t>(start)] = true;
    int count = 1;
    while (!frontier.empty()) {
      const int worker = frontier.back();
      frontier.pop_back();
      for (const Digraph& graph : graphs) {
        for (const int receiver : graph.receivers(worker)) {
          if (reached[static_cast<std::size_t>(receiver)]) continue;
          reached[static_cast<std::size_t>(receiver)] = true;
          ++count;
          frontier.push_back(receiver);
        }
      }
    }
    if (count != workers) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a digraph has arcs one way, without loops or double arcs", "[topology]") {
  Digraph graph(3);
  graph.add_arc(0, 2);
  graph.add_arc(0, 1);
  graph.add_arc(0, 2);
  graph.add_arc(1, 1);
  CHECK(graph.receivers(0) == std::vector<int>{1, 2});
  CHECK(graph.out_degree(1) == 0);
  CHECK(graph.senders(2) == std::vector<int>{0});
  CHECK(graph.senders(0).empty());
  CHECK_THROWS_AS(graph.add_arc(0, 3), std::out_of_range);
  CHECK_THROWS_AS(graph.add_arc(3, 0), std::out_of_range);
}

TEST_CASE("a directed ring sends to the next worker", "[topology]") {
  const auto ring = schedule(R"("directed-ring")", 4);
  REQUIRE(ring.size() == 1);
  CHECK(ring[0].receivers(0) == std::vector<int>{1});
  CHECK(ring[0].receivers(3) == std::vector<int>{0});
  CHECK(ring[0].senders(0) == std::vector<int>{3});
}

TEST_CASE("the directed exponential graph has one peer by turns, or all at once", "[topology]") {
  // 2^k < 10: 1, 2, 4, 8.
  const auto one = schedule(R"("directed-exponential")", 10);
  REQUIRE(one.size() == 4);
  for (std::size_t k = 0; k < 4; ++k) {
    for (int i = 0; i < 10; ++i) {
      CHECK(one[k].receivers(i) == std::vector<int>{(i + (1 << k)) % 10});
      CHECK(one[k].senders(i).size() == 1);
    }
  }
  const auto all = schedule(R"({"name": "directed-exponential", "peers": "all"})", 10);
  REQUIRE(all.size() == 1);
  CHECK(all[0].receivers(5) == std::vector<int>{3, 6, 7, 9});
}

TEST_CASE("directed topologies are strongly connected for every number of workers", "[topology]") {
  for (const char* json : {R"("directed-ring")", R"("directed-exponential")",
                           R"({"name": "directed-exponential", "peers": "all"})", R"("tree")"}) {
    for (int workers = 1; workers <= 20; ++workers) {
      INFO(json << " " << workers);
      CHECK(is_strongly_connected(schedule(json, workers)));
    }
  }
}

TEST_CASE("an undirected topology sends both ways, a directed one has no undirected graph", "[topology]") {
  const auto star = schedule(R"("star")", 4);
  REQUIRE(star.size() == 1);
  CHECK(star[0].receivers(0) == std::vector<int>{1, 2, 3});
  CHECK(star[0].senders(0) == std::vector<int>{1, 2, 3});
  CHECK(star[0].receivers(2) == std::vector<int>{0});
  const auto directed = topologies().read("directed-ring", directed_place);
  CHECK(directed->is_directed());
  CHECK_THROWS_AS(directed->graph(4, directed_place), UsageError);
}

TEST_CASE("how many exchanges nodes can be apart: at most there and back by way of node 0", "[topology]") {
  // A directed ring of 5: 4 arcs to the farthest, 4 from it. An undirected path 0 - 1 - 2 - 3: 3 and 3. One-peer
  // exponential graphs of 8, by turns along arcs of 1, 2 and 4: 3 arcs in each direction, in 3 graphs.
  CHECK(most_exchanges_apart(schedule("\"directed-ring\"", 5)) == 8);
  Graph path(4);
  for (int i = 0; i < 3; ++i) path.add_edge(i, i + 1);
  CHECK(most_exchanges_apart({Digraph(path)}) == 6);
  CHECK(most_exchanges_apart(schedule("\"directed-exponential\"", 8)) == 18);
  CHECK(most_exchanges_apart({Digraph(1)}) == 0);
}
