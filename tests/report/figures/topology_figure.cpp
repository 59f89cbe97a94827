// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/topology_figure.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

#include "tests/report/example_results.hpp"
#include "tests/report/figures/drawn_figure.hpp"

using namespace lowband;
using test::example_run;
using test::figure_of;
using test::KnownDetails;
using test::marks_of;
using test::results_of;

namespace {

using Names = std::vector<std::string>;

/// Three workers on three hosts, each of which has a link to the middle; 0 and 1 exchange, 1 sends to 2.
RunRecord three_workers() {
  RunRecord run = example_run("a", "lan");
  run.workers = {{.worker = 0, .host = "h0"}, {.worker = 1, .host = "h1"}, {.worker = 2, .host = "h2"}};
  run.peers = {{0, 1, 1, 10}, {1, 0, 1, 10}, {1, 2, 1, 10}};
  return run;
}

KnownDetails star() {
  KnownDetails details;
  details.known_routes.clear();
  for (int from = 0; from < 3; ++from) {
    for (int to = 0; to < 3; ++to) {
      if (from != to)
        details.known_routes.push_back({from, to, {"up" + std::to_string(from), "down" + std::to_string(to)}});
    }
  }
  return details;
}

std::size_t count(const GraphMark& graph, std::size_t series) {
  return static_cast<std::size_t>(std::count_if(graph.edges.begin(), graph.edges.end(),
                                                [series](const auto& edge) { return edge.series == series; }));
}

}  // namespace

TEST_CASE("who sends to whom stands on the platform, with a head where one way only", "[report]") {
  const Figure figure = figure_of("topology", {results_of("e", {three_workers()})}, Json::object(), star());
  CHECK(figure.title == "e: who sends to whom");
  CHECK(test::legend_of(figure) == Names{"link of the platform", "sends", "junction", "worker"});
  CHECK(figure.notes.empty());
  const auto graphs = marks_of<GraphMark>(figure.panels[0]);
  REQUIRE(graphs.size() == 1);
  const GraphMark& graph = graphs[0];
  REQUIRE(graph.nodes.size() == 4);
  CHECK(graph.nodes[2].label == "2");
  CHECK(graph.nodes[3].label.empty());  // the middle
  CHECK(count(graph, 0) == 3);          // a link to each worker, both ways in one
  REQUIRE(count(graph, 1) == 2);
  CHECK(graph.edges[3] == GraphMark::Edge{1, 0, 1, false, ""});
  CHECK(graph.edges[4] == GraphMark::Edge{1, 1, 2, true, ""});
}

TEST_CASE("nodes of one host are one, and others than workers stand out", "[report]") {
  RunRecord run = three_workers();
  run.workers[2] = {.worker = 2, .host = "h0", .role = "server"};
  run.workers.push_back({.worker = 3, .host = "h3", .role = "server"});
  run.servers.resize(2);
  run.peers = {{0, 2, 1, 10}, {2, 0, 1, 10}, {1, 2, 1, 10}, {2, 1, 1, 10}};
  KnownDetails nothing;
  nothing.known_routes.clear();
  const Figure figure = figure_of("topology", {results_of("e", {run})}, Json::object(), nothing);
  CHECK(test::legend_of(figure).back() == "other node");
  CHECK(figure.notes == Names{"Without links, as results have no copy of a scenario's own platform file: a@lan."});
  const GraphMark graph = marks_of<GraphMark>(figure.panels[0])[0];
  REQUIRE(graph.nodes.size() == 3);
  CHECK(graph.nodes[0].label == "0, 2");
  CHECK(graph.nodes[2].series != graph.nodes[0].series);
  CHECK(graph.edges == std::vector<GraphMark::Edge>{{1, 0, 1, false, ""}});
}
