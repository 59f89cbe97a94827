// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/route_graph.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/report/figures/force_directed.hpp"

using namespace lowband;
using Edges = std::vector<RouteGraph::Edge>;

TEST_CASE("the links of a star meet in one junction", "[report]") {
  // Hosts 0 to 2, of each a link up (0, 1, 2) and one down (3, 4, 5).
  Routes routes;
  for (std::size_t from = 0; from < 3; ++from) {
    for (std::size_t to = 0; to < 3; ++to) {
      if (from != to) routes[{from, to}] = {from, 3 + to};
    }
  }
  const RouteGraph graph = route_graph(3, 6, routes);
  CHECK(graph.nodes == 4);
  CHECK(graph.edges == Edges{{0, 3, {0, 3}}, {1, 3, {1, 4}}, {2, 3, {2, 5}}});
  CHECK(graph.buses.empty());
}

TEST_CASE("both directions may share a link, and a line lies between two junctions", "[report]") {
  // Hosts 0 and 1 on one side, 2 and 3 on the other; a link each, which both directions share, and the line, 4.
  Routes routes;
  for (std::size_t from = 0; from < 4; ++from) {
    for (std::size_t to = 0; to < 4; ++to) {
      if (from == to) continue;
      const bool is_across = (from < 2) != (to < 2);
      routes[{from, to}] = is_across ? Route{from, 4, to} : Route{from, to};
    }
  }
  const RouteGraph graph = route_graph(4, 5, routes);
  REQUIRE(graph.nodes == 6);
  CHECK(graph.edges == Edges{{0, 4, {0}}, {1, 4, {1}}, {2, 5, {2}}, {3, 5, {3}}, {4, 5, {4}}});
}

TEST_CASE("two hosts may have a link to themselves, and a bus is a junction", "[report]") {
  const RouteGraph line = route_graph(2, 2, {{{0, 1}, {0}}, {{1, 0}, {1}}});
  CHECK(line.nodes == 2);
  CHECK(line.edges == Edges{{0, 1, {0, 1}}});
  const RouteGraph bus = route_graph(3, 1, {{{0, 1}, {0}}, {{1, 2}, {0}}, {{2, 0}, {0}}});
  CHECK(bus.nodes == 4);
  CHECK(bus.buses == std::map<std::size_t, std::size_t>{{0, 3}});
  CHECK(bus.edges == Edges{{0, 3, {0}}, {1, 3, {0}}, {2, 3, {0}}});
}

TEST_CASE("hosts that no route shows to be connected are apart", "[report]") {
  const RouteGraph graph = route_graph(3, 1, {{{0, 1}, {0}}});
  CHECK(graph.nodes == 3);
  CHECK(graph.edges == Edges{{0, 1, {0}}});
  CHECK(route_graph(2, 0, {}).edges.empty());
}

TEST_CASE("nodes are placed in a square, no two in one place, the same every time", "[report]") {
  RouteGraph star{.hosts = 5, .nodes = 6, .buses = {}, .edges = {}};
  for (std::size_t host = 0; host < 5; ++host) star.edges.push_back({host, 5, {host}});
  const auto places = force_directed(star);
  REQUIRE(places.size() == 6);
  double most = 0.0;
  for (std::size_t a = 0; a < 6; ++a) {
    most = std::max({most, std::abs(places[a].x), std::abs(places[a].y)});
    for (std::size_t b = 0; b < a; ++b) CHECK(std::hypot(places[a].x - places[b].x, places[a].y - places[b].y) > 0.2);
  }
  CHECK(most == Approx(1.0));
  const auto again = force_directed(star);
  for (std::size_t a = 0; a < 6; ++a) CHECK((again[a].x == places[a].x && again[a].y == places[a].y));
  CHECK(force_directed({}).empty());
}
