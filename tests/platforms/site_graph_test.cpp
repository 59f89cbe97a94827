// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_graph.hpp"

#include <catch2/catch.hpp>

#include "sim/platforms/site_names.hpp"
#include "sim/platforms/site_workers.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;

namespace {

SiteGraph graph(int sites, std::vector<SiteGraph::Line> lines) {
  SiteGraph graph;
  graph.sites.resize(static_cast<std::size_t>(sites));
  graph.lines = std::move(lines);
  return graph;
}

std::vector<SiteGraph::Site> sites(const std::vector<std::string>& names) {
  std::vector<SiteGraph::Site> sites;
  for (const auto& name : names) sites.push_back({name, std::nullopt});
  return sites;
}

}  // namespace

TEST_CASE("a path is the shortest in km, not in lines", "[platforms]") {
  // 0 - 1 - 2 is 7 km long, the line from 0 to 2 is 8. Site 3 cannot be reached.
  const auto paths = shortest_paths(graph(4, {{0, 2, 8.0, {}}, {1, 0, 3.0, {}}, {1, 2, 4.0, {}}}), 0);
  CHECK(paths.at(0) == SitePath{});
  CHECK(paths.at(1) == SitePath{1});
  CHECK(paths.at(2) == SitePath{1, 2});
  CHECK(paths.at(3) == std::nullopt);
}

TEST_CASE("of equal paths the line straight to the site is taken", "[platforms]") {
  // 0.1 + 0.2 is, rounded, more than 0.3; 0.7 + 0.1 is less than 0.8.
  CHECK(shortest_paths(graph(3, {{0, 1, 0.1, {}}, {1, 2, 0.2, {}}, {0, 2, 0.3, {}}}), 0).at(2) == SitePath{2});
  CHECK(shortest_paths(graph(3, {{0, 1, 0.7, {}}, {1, 2, 0.1, {}}, {0, 2, 0.8, {}}}), 0).at(2) == SitePath{2});
  CHECK(shortest_paths(graph(3, {{0, 1, 0.0, {}}, {1, 2, 0.0, {}}, {0, 2, 0.0, {}}}), 0).at(2) == SitePath{2});
}

TEST_CASE("of several lines between two sites the shortest is taken", "[platforms]") {
  CHECK(shortest_paths(graph(2, {{0, 1, 5.0, {}}, {1, 0, 4.0, {}}, {0, 1, 6.0, {}}}), 0).at(1) == SitePath{1});
}

TEST_CASE("sites are called after their names, with what a link's name may hold", "[platforms]") {
  CHECK(site_identifiers(sites({"Sao Paulo", "London,+UnitedKingdom209", "a_b", " x-- ", "", "Z\xc3\xbcrich"})) ==
        std::vector<std::string>{"Sao-Paulo", "London-UnitedKingdom209", "a-b", "x", "unnamed", "Z-rich"});
  CHECK(site_identifiers(sites({"A", "A", "A-2", "A"})) == std::vector<std::string>{"A", "A-2", "A-2-2", "A-3"});
}

TEST_CASE("workers are spread evenly over the sites, or as the sites say", "[platforms]") {
  const Place place("sites.csv");
  CHECK(workers_per_site(sites({"A", "B", "C"}), 8, place) == std::vector<int>{3, 3, 2});
  CHECK(workers_per_site(sites({"A", "B", "C"}), 2, place) == std::vector<int>{1, 1, 0});
  auto stated = sites({"A", "B"});
  stated[0].workers = 5;
  CHECK(usage_error([&] { static_cast<void>(workers_per_site(stated, 8, place)); }) ==
        "sites.csv: the document: expected \"workers\" of all sites or of none, found it of 1 of 2");
  stated[1].workers = 0;
  CHECK(workers_per_site(stated, 5, place) == std::vector<int>{5, 0});
  CHECK(usage_error([&] { static_cast<void>(workers_per_site(stated, 8, place)); }) ==
        "sites.csv: the document: expected sites whose workers add up to --workers 8, found 5");
  CHECK(usage_error([&] { static_cast<void>(workers_per_site({}, 8, place)); }) ==
        "sites.csv: the document: expected sites whose workers add up to --workers 8, found 0");
}
