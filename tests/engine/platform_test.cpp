// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/platform.hpp"

#include <catch2/catch.hpp>

#include <fstream>

#include "sim/base/error.hpp"
#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

PlatformSettings written(const std::string& name, const std::string& xml, int workers) {
  const auto file = scratch_folder() / name;
  std::ofstream(file) << xml;
  PlatformSettings settings;
  settings.file = file.string();
  settings.workers = workers;
  return settings;
}

constexpr auto two_islands = R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <zone id="sea" routing="Full">
    <host id="a" speed="1Gf"/>
    <host id="b" speed="2Gf"/>
    <host id="c" speed="1Gf"/>
    <link id="ferry" bandwidth="1MBps" latency="1ms" sharing_policy="SHARED"/>
    <route src="a" dst="b"><link_ctn id="ferry"/></route>
  </zone>
</platform>
)";

}  // namespace

TEST_CASE("workers are the hosts in the order of the file, also beyond ten", "[engine]") {
  const auto report = inspect_platform(star(12, 1e6, 0.001), {{0, 11}});
  REQUIRE(report.hosts.size() == 12);
  CHECK(report.hosts[2].first == "w2");
  CHECK(report.hosts[10].first == "w10");
  REQUIRE(report.routes.size() == 1);
  CHECK(report.routes[0].links == std::vector<std::string>{"star_link_0_UP", "star_link_11_DOWN"});
  CHECK(report.routes[0].latency_s == Approx(0.002));
}

TEST_CASE("hosts can be chosen by name", "[engine]") {
  auto settings = shipped("dumbbell_8.xml", 2);
  settings.hosts = {"east-3", "west-1"};
  const auto report = inspect_platform(settings, {{0, 1}});
  CHECK(report.hosts[0].first == "east-3");
  CHECK(report.hosts_in_file == 8);
  CHECK(report.routes[0].links == std::vector<std::string>{"east-3-port_UP", "backbone_DOWN", "west-1-port_DOWN"});
  settings.hosts = {"east-3", "west-9"};
  CHECK_THROWS_WITH(inspect_platform(settings, {}), Contains("no host \"west-9\"") && Contains("west-"));
}

TEST_CASE("a scenario changes the links that match", "[engine]") {
  auto settings = shipped("dumbbell_8.xml", 8);
  settings.changes = {{"*", 1e6, std::nullopt}, {"backbone*", std::nullopt, 0.25}};
  for (const auto& link : inspect_platform(settings, {}).links) {
    CHECK(link.bandwidth_Bps == Approx(1e6));
    CHECK(link.latency_s == Approx(link.name.starts_with("backbone") ? 0.25 : 50e-6));
  }
  settings.changes = {{"bakbone*", 1e6, std::nullopt}};
  CHECK_THROWS_WITH(inspect_platform(settings, {}), Contains("no link matches \"bakbone*\""));
}

TEST_CASE("later changes apply on top of earlier ones", "[engine]") {
  // The backbone: 25 MB/s x 0.5, then 4 MB/s, then x 0.25 = 1 MB/s; 5 ms x 3 x 2 = 30 ms. The ports: 62.5 MB/s.
  auto settings = shipped("dumbbell_8.xml", 8);
  settings.changes = {{.match = "*", .bandwidth_factor = 0.5},
                      {.match = "backbone*", .bandwidth_Bps = 4e6, .latency_factor = 3.0},
                      {.match = "backbone*", .bandwidth_factor = 0.25, .latency_factor = 2.0}};
  const auto report = inspect_platform(settings, {{0, 4}});
  for (const auto& link : report.links) {
    const bool is_backbone = link.name.starts_with("backbone");
    CHECK(link.bandwidth_Bps == Approx(is_backbone ? 1e6 : 62.5e6));
    CHECK(link.latency_s == Approx(is_backbone ? 0.03 : 50e-6));
  }
  CHECK(report.routes[0].bandwidth_Bps == Approx(1e6));  // of its slowest link
  CHECK(report.routes[0].latency_s == Approx(0.0301));
}

TEST_CASE("a scenario changes the hosts that match", "[engine]") {
  auto settings = shipped("dumbbell_8.xml", 8);
  settings.host_changes = {{.match = "west-*", .speed_flops = 10e9}, {.match = "*-3", .speed_factor = 0.1}};
  for (const auto& [name, speed] : inspect_platform(settings, {}).hosts) {
    CHECK(speed == Approx((name.starts_with("west") ? 10e9 : 50e9) * (name.ends_with("3") ? 0.1 : 1.0)));
  }
  settings.host_changes = {{.match = "west-9"}};
  CHECK_THROWS_WITH(inspect_platform(settings, {}), Contains("no host matches \"west-9\", did you mean \"west-"));
}

TEST_CASE("changes must leave what can be simulated", "[engine]") {
  auto settings = shipped("dumbbell_8.xml", 8);
  settings.changes = {{.match = "*", .bandwidth_factor = 1e308}};
  CHECK_THROWS_WITH(inspect_platform(settings, {}), Contains("expected a bandwidth above 0"));
  settings.changes.clear();
  settings.host_changes = {{.match = "*", .speed_factor = 1e308}};
  CHECK_THROWS_WITH(inspect_platform(settings, {}), Contains("expected a speed above 0"));
}

TEST_CASE("platforms that cannot be used are told apart", "[engine]") {
  PlatformSettings missing;
  missing.file = (scratch_folder() / "nowhere.xml").string();
  CHECK_THROWS_AS(inspect_platform(missing, {}), UsageError);
  CHECK_THROWS_WITH(inspect_platform(missing, {}), Contains("nowhere.xml") && Contains("no such platform file"));
  auto too_few = star(3, 1e6, 0.0);
  too_few.workers = 4;
  CHECK_THROWS_WITH(inspect_platform(too_few, {}), Contains("expected at least 4 hosts") && Contains("found 3"));
  CHECK_THROWS_AS(inspect_platform(written("broken.xml", "<platform version=\"4.1\"><zone", 1), {}), UsageError);
  CHECK_THROWS_AS(inspect_platform(written("text.xml", "not XML at all", 1), {}), UsageError);
  auto folder = missing;
  folder.file = scratch_folder().string();
  CHECK_THROWS_WITH(inspect_platform(folder, {}), Contains("not a platform file"));
}

TEST_CASE("a missing route between two who must talk is told", "[engine]") {
  const auto settings = written("islands.xml", two_islands, 3);
  CHECK_NOTHROW(inspect_platform(settings, {{0, 1}, {1, 0}}));
  CHECK_THROWS_AS(inspect_platform(settings, {{0, 1}, {1, 2}}), UsageError);
  CHECK_THROWS_WITH(inspect_platform(settings, {{0, 1}, {1, 2}}), Contains("\"b\"") && Contains("\"c\""));
}

TEST_CASE("routes that a zone puts together from several links are found before the run, too", "[platform]") {
  // dumbbell_8: two hosts of one site are two ports of 50 us apart.
  const auto report = inspect_platform(shipped("dumbbell_8.xml", 8), {{0, 1}});
  CHECK(report.routes.at(0).links == std::vector<std::string>{"west-0-port_UP", "west-1-port_DOWN"});
  CHECK(report.routes.at(0).latency_s == Approx(100e-6));
}
