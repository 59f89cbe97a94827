// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/platform_picture.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <sstream>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// Workers 0 to n-1, a route between all of them: from i to j, 10^i kB/s and 10 (j + 1) us.
PlatformReport report_of(int workers) {
  PlatformReport report;
  for (int from = 0; from < workers; ++from) {
    report.hosts.emplace_back("host", from == 0 ? 1e9 : 2.5e9);
    for (int to = 0; to < workers; ++to) {
      if (from == to) continue;
      report.routes.push_back({from, to, {}, 1e-5 * (to + 1), std::pow(10.0, 3 + from)});
    }
  }
  return report;
}

/// In characters on the screen; all are ASCII here.
std::size_t longest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

}  // namespace

TEST_CASE("a matrix shows bandwidth and latency from worker to worker", "[commands]") {
  // 1 kB/s is 8 kbps.
  CHECK(route_matrix({"", "", report_of(3)}) ==
        "  bandwidth in bps / latency in s, from worker (row) to worker (column)\n"
        "           0        1       2\n"
        "  0            8k/20u  8k/30u\n"
        "  1  80k/10u          80k/30u\n"
        "  2 800k/10u 800k/20u\n");
}

TEST_CASE("a matrix of 8 or 16 workers fits into 100 columns", "[commands]") {
  for (const int workers : {8, 9, 16}) {
    PlatformReport report = report_of(workers);
    for (auto& route : report.routes) {  // as many digits as there can be
      route.bandwidth_Bps = 1.2345e8 + route.to;
      route.latency_s = 0.12345e-3 + 1e-6 * route.from;
    }
    const std::string matrix = route_matrix({"", "", report});
    CHECK(longest_line(matrix) <= 100);
    CHECK_THAT(matrix, Contains(workers == 8 ? "988M/123u" : "988M 988M"));
  }
}

TEST_CASE("routes that are missing are told, routes that are all alike are one line", "[commands]") {
  PlatformReport report = report_of(3);
  for (auto& route : report.routes) {
    route.bandwidth_Bps = 1.25e6;
    route.latency_s = 0.01;
  }
  CHECK(route_matrix({"", "", report}) == "  10Mbps and 10ms from every worker to every other\n");
  report.routes.erase(report.routes.begin());  // 0 to 1
  CHECK_THAT(route_matrix({"", "", report}), Contains("  0               - 10M/10m\n"));
}

TEST_CASE("the rates that a message alone attains stand beside bandwidths that a window keeps it from", "[commands]") {
  // 10 Gbps and 100 ms: 6 MiB per 200 ms are 252 Mbps. One route of 10 Mbps is not held back.
  PlatformReport report = report_of(3);
  for (auto& route : report.routes) {
    route.bandwidth_Bps = 1.25e9;
    route.latency_s = 0.1;
    route.windowed_Bps = 6291456.0 / 0.2;
  }
  CHECK(route_matrix({"", "", report, 6291456.0}) ==
        "  10Gbps and 100ms from every worker to every other, of which a message alone attains 252Mbps by a window of "
        "6MiB\n");
  report.routes[0].bandwidth_Bps = 1.25e6;
  CHECK(route_matrix({"", "", report, 6291456.0}) ==
        "  bandwidth in bps / latency in s, from worker (row) to worker (column)\n"
        "           0        1        2\n"
        "  0          10M/100m 10G/100m\n"
        "  1 10G/100m          10G/100m\n"
        "  2 10G/100m 10G/100m\n"
        "  attained by a message alone in bps, by a window of 6MiB\n"
        "       0    1    2\n"
        "  0       10M 252M\n"
        "  1 252M      252M\n"
        "  2 252M 252M\n");
  CHECK_THAT(
      route_table({{"fat", "nothing", report, 6291456.0}}),
      Contains(
          "\n  attained                                     10Mbps  252Mbps  252Mbps  alone in a window of 6MiB\n"));
}

TEST_CASE("a route without links has no bandwidth to tell", "[commands]") {
  PlatformReport report = report_of(2);
  for (auto& route : report.routes) route.bandwidth_Bps = std::numeric_limits<double>::infinity();
  CHECK_THAT(route_table({{"far", "nothing", report}}), Contains("inf     inf  inf"));
}

TEST_CASE("each scenario has a line with the spread of its routes", "[commands]") {
  // Sorted latencies in us: 10 10 20 20 30 30, the median the fourth; bandwidths in kbps: 8 8 80 80 800 800.
  const std::string table = route_table({{"one", "nothing", report_of(3)}, {"two", "links", report_of(2)}});
  CHECK(table ==
        "scenario  latency min  median   max  bandwidth min  median      max  changed\n"
        "one              10us    20us  30us          8kbps  80kbps  800kbps  nothing\n"
        "two              10us    20us  20us          8kbps  80kbps   80kbps  links\n");
  CHECK(speeds_of(report_of(3)) == "speeds 1Gf to 2.5Gf");
  CHECK(speeds_of(report_of(1)) == "speed 1Gf");
}

TEST_CASE("what varies over time is told, the platform's profiles too", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  place.write("foreign.xml", std::string(R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <trace id="bw" periodicity="0">1 2000000</trace>
  <cluster id="c" prefix="h" suffix="" radical="0-3" speed="1Gf" bw="1MBps" lat="1ms" sharing_policy="SHARED"/>
  <trace_connect kind="BANDWIDTH" trace="bw" element="c_link_0"/>
</platform>
)"));
  experiment["platform"] = "foreign.xml";
  experiment["scenarios"] = Json::parse(R"([{"name": "half", "links": [{"match": "*", "bandwidth_factor": 0.5}]},
    {"name": "flat", "links": [{"match": "*", "bandwidth": "1MBps"}]}])");
  place.write("experiment.json", experiment);
  const std::string told = place.succeed({"validate", "experiment.json", "--quick"});
  CHECK_THAT(told, Contains("half:\n  bandwidth of c_link_0: 4Mbps to 8Mbps over time, by the platform's profile\n"));
  CHECK_THAT(told, Contains("flat:\n  bandwidth of c_link_0: 8Mbps, in place of the platform's profile\n"));
  CHECK_THAT(told, Contains("network    tcp, window 6MiB\n"));
}

TEST_CASE("validate shows every scenario, and squares for a few small ones", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["scenarios"] = Json::parse(R"([{"name": "fast"}, {"name": "mixed", "network": "ideal",
    "links": [{"match": "*link_1_*", "bandwidth": "10Mbps", "latency_factor": 3},
              {"match": "*", "bandwidth_profile": {"points": [[5, 0.5]]}}],
    "hosts": [{"match": "worker-1", "speed_factor": 0.1}]}])");
  place.write("experiment.json", experiment);
  const std::string told = place.succeed({"validate", "experiment.json", "--quick"});
  CHECK_THAT(told, Contains("8 hosts (4 of them work, speed 50Gf), 16 links"));
  CHECK_THAT(told, Contains("ideal, links, hosts, profiles"));
  CHECK_THAT(told, Contains("fast, speed 50Gf:\n  1Gbps and 100us from every worker to every other\n"));
  CHECK_THAT(told, Contains("mixed, speeds 5Gf to 50Gf:\n"));
  // From or to worker 1: 50 us + 150 us at 10 Mbps.
  CHECK_THAT(told, Contains("  0          10M/200u  1G/100u  1G/100u\n"));
  CHECK(longest_line(told) <= 100);

  experiment["scenarios"] =
      Json::parse(R"([{"name": "bw", "links": [{"match": "*", "bandwidth": ["1kbps", "...", "100Mbps"]}]}])");
  place.write("experiment.json", experiment);
  const std::string many = place.succeed({"validate", "experiment.json", "--quick"});
  CHECK_THAT(many, Contains("bw-1kbps ") && Contains("bw-100Mbps "));
  CHECK_THAT(many, !Contains("from every worker to every other") && Contains("runs       12"));
}
