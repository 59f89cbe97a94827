// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "tests/platforms/generated.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;
using Names = std::vector<std::string>;

namespace {

Json kind(const std::string& name, int workers, const Json& parameters = Json::object()) {
  Json json = {{"name", name}, {"workers", workers}};
  json.update(parameters);
  return json;
}

std::string shape_error(const Json& json) {
  return usage_error([&] { static_cast<void>(generated(json)); });
}

/// Links that a message crosses; with a latency of 1 s each, the latency says so too.
std::size_t hops(Json json, int from, int to) {
  json["latency"] = "1s";
  const auto found = route(json, json["workers"].get<int>(), from, to);
  CHECK(found.latency_s == Approx(static_cast<double>(found.links.size())));
  return found.links.size();
}

}  // namespace

TEST_CASE("in a star platform two links lie between any two", "[platforms]") {
  const auto found = route(kind("star", 8), 8, 2, 5);
  CHECK(found.links == Names{"star_link_2_UP", "star_link_5_DOWN"});
  CHECK(found.latency_s == Approx(100e-6));
}

TEST_CASE("in a ring platform a message takes the shorter way round", "[platforms]") {
  const auto report = inspected(kind("ring", 8), 8, {{0, 3}, {0, 5}, {3, 0}});
  CHECK(report.routes[0].links ==
        Names{"ring_link_from_0_to_1_UP", "ring_link_from_1_to_2_UP", "ring_link_from_2_to_3_UP"});
  CHECK(report.routes[0].latency_s == Approx(150e-6));
  CHECK(report.routes[1].links ==
        Names{"ring_link_from_7_to_0_DOWN", "ring_link_from_6_to_7_DOWN", "ring_link_from_5_to_6_DOWN"});
  // The way back crosses the same links in their other direction.
  CHECK(report.routes[2].links ==
        Names{"ring_link_from_2_to_3_DOWN", "ring_link_from_1_to_2_DOWN", "ring_link_from_0_to_1_DOWN"});
  CHECK(hops(kind("ring", 7), 0, 6) == 1);
  CHECK(hops(kind("ring", 7), 1, 5) == 3);
}

TEST_CASE("a torus platform closes in both dimensions", "[platforms]") {
  // 4 x 4, worker i at column i mod 4 of row i / 4.
  const Json torus = kind("torus", 16);
  CHECK(hops(torus, 0, 1) == 1);
  CHECK(hops(torus, 0, 3) == 1);   // around the row
  CHECK(hops(torus, 0, 12) == 1);  // around the column
  CHECK(hops(torus, 0, 5) == 2);
  CHECK(hops(torus, 0, 10) == 4);  // two columns, two rows: the farthest
  CHECK(hops(torus, 0, 15) == 2);  // around both
}

TEST_CASE("the first dimension of a torus platform counts fastest", "[platforms]") {
  const Json torus = kind("torus", 12, {{"dimensions", {6, 2}}});
  CHECK(hops(torus, 0, 5) == 1);  // around a row of six
  CHECK(hops(torus, 0, 6) == 1);  // to the other row
  CHECK(hops(torus, 0, 9) == 4);
  CHECK(hops(kind("torus", 12), 0, 3) == 1);                              // 4 x 3 unless given: around a row of four
  CHECK(hops(kind("torus", 8, {{"dimensions", {2, 2, 2}}}), 0, 7) == 3);  // a cube
  CHECK(hops(kind("torus", 7), 0, 4) == hops(kind("ring", 7), 0, 4));     // a prime number makes a ring
  CHECK(hops(kind("torus", 8, {{"dimensions", {1, 8, 1}}}), 0, 4) == 4);
  CHECK(shape_error(kind("torus", 16, {{"dimensions", {4, 3}}})) ==
        "platform: --dimensions: expected sides whose product is the number of workers, 16, found [4,3]");
  CHECK(shape_error(kind("torus", 16, {{"dimensions", {4, -4}}})) ==
        "platform: --dimensions/1: expected an integer at least 1, found -4");
}

TEST_CASE("all traffic between the halves of a dumbbell crosses the backbone", "[platforms]") {
  const Json dumbbell = kind("dumbbell", 7, {{"backbone-bandwidth", "200Mbps"}, {"backbone-latency", "3ms"}});
  const auto report = inspected(dumbbell, 7, {{0, 4}, {6, 3}, {0, 3}, {4, 6}});
  CHECK(report.routes[0].links == Names{"west_link_0_UP", "backbone_UP", "east_link_4_DOWN"});
  CHECK(report.routes[0].latency_s == Approx(3.1e-3));  // 3 ms, and 50 us at either end
  CHECK(report.routes[1].links == Names{"east_link_6_UP", "backbone_DOWN", "west_link_3_DOWN"});
  CHECK(report.routes[2].links == Names{"west_link_0_UP", "west_link_3_DOWN"});  // four of seven are in the west
  CHECK(report.routes[3].links == Names{"east_link_4_UP", "east_link_6_DOWN"});
  CHECK(report.links[0].name == "backbone_DOWN");
  CHECK(report.links[0].bandwidth_Bps == 25e6);
}

TEST_CASE("workers of a site share its uplink", "[platforms]") {
  // Ten workers at three sites: 0-3, 4-6, 7-9.
  const Json two_tier = kind("two-tier", 10, {{"sites", 3}, {"uplink-latency", "1ms"}});
  const auto report = inspected(two_tier, 10, {{0, 3}, {3, 4}, {9, 6}});
  CHECK(report.routes[0].links == Names{"site-0_link_0_UP", "site-0_link_3_DOWN"});
  CHECK(report.routes[1].links ==
        Names{"site-0_link_3_UP", "site-0_uplink_UP", "site-1_uplink_DOWN", "site-1_link_4_DOWN"});
  CHECK(report.routes[1].latency_s == Approx(2.1e-3));
  CHECK(report.routes[2].links ==
        Names{"site-2_link_9_UP", "site-2_uplink_UP", "site-1_uplink_DOWN", "site-1_link_6_DOWN"});
  CHECK(shape_error(kind("two-tier", 2, {{"sites", 3}})) ==
        "platform: --sites: expected at most one site per worker, 2, found 3");
}

TEST_CASE("a message climbs a fat tree as far as it must", "[platforms]") {
  const Json tree = kind("fat-tree", 16);  // four switches with four workers each
  CHECK(hops(tree, 0, 3) == 2);
  CHECK(hops(tree, 0, 4) == 4);
  CHECK(hops(tree, 15, 0) == 4);
  // Three levels: pairs, pairs of pairs, and all.
  const Json high = kind("fat-tree", 8, {{"down", {2, 2, 2}}, {"up", {1, 1, 1}}});
  CHECK(hops(high, 0, 1) == 2);
  CHECK(hops(high, 0, 2) == 4);
  CHECK(hops(high, 0, 4) == 6);
}

TEST_CASE("flows of a fat tree spread over the switches above, if there are several", "[platforms]") {
  const auto tops = [](const Json& up) {
    const auto report =
        inspected(kind("fat-tree", 16, {{"down", {4, 4}}, {"up", up}}), 16, {{0, 4}, {0, 5}, {0, 6}, {0, 7}});
    std::set<std::string> links;
    for (const auto& found : report.routes) links.insert(found.links.at(1));
    return links.size();
  };
  CHECK(tops({1, 4}) == 4);
  CHECK(tops({1, 2}) == 2);
  CHECK(tops({1, 1}) == 1);
}

TEST_CASE("a fat tree may have more hosts than workers, but not fewer", "[platforms]") {
  const auto report = inspected(kind("fat-tree", 7), 7, {});
  CHECK(report.hosts_in_file == 9);  // 3 x 3
  CHECK_THAT(generated(kind("fat-tree", 7)).about, Catch::Contains("9 hosts: the workers are the first 7"));
  CHECK(shape_error(kind("fat-tree", 17, {{"down", {4, 4}}})) ==
        "platform: --down: expected a shape of 17 to 1000000 hosts, found one of 16");
  CHECK(shape_error(kind("fat-tree", 16, {{"down", {4, 4}}, {"up", {1}}})) ==
        "platform: --up: expected 2 numbers, one per level as in --down, found [1]");
  CHECK(shape_error(kind("fat-tree", 16, {{"down", {4, 4}}, {"parallel", {1, 1, 1}}})) ==
        "platform: --parallel: expected 2 numbers, one per level as in --down, found [1,1,1]");
}

TEST_CASE("parallel links of a fat tree are links of their own", "[platforms]") {
  // Four workers have a link each, two switches three links each to the one above; all in both directions.
  const auto report = inspected(kind("fat-tree", 4, {{"down", {2, 2}}, {"up", {1, 1}}, {"parallel", {1, 3}}}), 4, {});
  CHECK(report.links.size() == 2 * (4 + 2 * 3));
}

TEST_CASE("a dragonfly takes at most three links between routers", "[platforms]") {
  // Three groups of three routers with two workers each; the router j of a group has the link to group j.
  const Json dragonfly = kind("dragonfly", 18);
  CHECK(hops(dragonfly, 0, 1) == 2);   // the same router
  CHECK(hops(dragonfly, 0, 2) == 3);   // another router of the group
  CHECK(hops(dragonfly, 2, 6) == 3);   // router 1 of group 0 has the link to router 0 of group 1
  CHECK(hops(dragonfly, 0, 6) == 4);   // router 0, router 1, group 1
  CHECK(hops(dragonfly, 0, 17) == 5);  // router 0, router 2, group 2, its router 2
  CHECK(inspected(dragonfly, 18, {}).hosts_in_file == 18);
}

TEST_CASE("a dragonfly is as small as its shape allows", "[platforms]") {
  CHECK(inspected(kind("dragonfly", 10), 10, {}).hosts_in_file == 12);  // two groups of three routers with two each
  const Json given = {{"groups", 2}, {"routers", 4}, {"workers-per-router", 3}};
  CHECK(inspected(kind("dragonfly", 20, given), 20, {{0, 19}}).hosts_in_file == 24);
  CHECK(shape_error(kind("dragonfly", 25, given)) ==
        "platform: --workers-per-router: expected a shape of 25 to 1000000 hosts, found one of 24");
  CHECK(shape_error(kind("dragonfly", 8, {{"groups", 3}, {"routers", 2}})) ==
        "platform: --groups: expected at most as many as routers in each, 2, found 3");
}
