// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <set>
#include <sstream>

#include "sim/base/name_pattern.hpp"
#include "tests/platforms/generated.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

constexpr auto three_sites = "name,latitude,longitude\nA,0,0\nB,0,10\nC,0,30\n";

/// All kinds whose hosts are alike, with `workers` and all defaults.
std::vector<Json> all_kinds(int workers) {
  std::vector<Json> kinds;
  for (const auto& entry : platform_generators().entries()) {
    if (entry.name == "matrix") continue;
    Json json = {{"name", entry.name}, {"workers", workers}};
    if (entry.name == "wan") json["sites"] = written("three_sites.csv", three_sites);
    kinds.push_back(std::move(json));
  }
  return kinds;
}

std::string error_of(const Json& json) {
  return usage_error([&] { static_cast<void>(generated(json)); });
}

}  // namespace

TEST_CASE("every kind of platform loads, with its workers in order, and all of them can talk", "[platforms]") {
  for (const int workers : {1, 2, 7, 9, 16}) {  // one, even, prime, odd, a square
    std::vector<std::pair<int, int>> pairs;
    for (int i = 0; i < workers; ++i) {
      for (int j = 0; j < workers; ++j) {
        if (i != j) pairs.emplace_back(i, j);
      }
    }
    for (const auto& json : all_kinds(workers)) {
      CAPTURE(json.dump());
      const auto report = inspected(json, workers, pairs);
      REQUIRE(report.hosts.size() == static_cast<std::size_t>(workers));
      for (int i = 0; i < workers; ++i) {
        CHECK(report.hosts[static_cast<std::size_t>(i)].first == "worker-" + std::to_string(i));
        CHECK(report.hosts[static_cast<std::size_t>(i)].second == 50e9);
      }
      CHECK(report.routes.size() == pairs.size());
    }
  }
}

TEST_CASE("speed, bandwidth and latency are those given", "[platforms]") {
  for (Json json : all_kinds(2)) {
    CAPTURE(json.dump());
    json.update({{"speed", "2Tf"}, {"bandwidth", "8 Mibps"}, {"latency", 0.0001}});
    const auto report = inspected(json, 2, {{0, 1}});
    CHECK(report.hosts[0].second == 2e12);
    const auto& access = report.routes[0].links.front();
    for (const auto& link : report.links) {
      if (link.name != access) continue;
      CHECK(link.bandwidth_Bps == 1048576.0);  // 8 * 2^20 / 8
      CHECK(link.latency_s == Approx(1e-4));
    }
  }
}

TEST_CASE("a thousand workers are listed by name in numerical order", "[platforms]") {
  for (const auto& json : all_kinds(1000)) {
    CAPTURE(json.dump());
    const auto report = inspected(json, 1000, {{0, 999}, {998, 2}});
    for (int i = 0; i < 1000; ++i) {
      REQUIRE(report.hosts[static_cast<std::size_t>(i)].first == "worker-" + std::to_string(i));
    }
  }
}

TEST_CASE("a platform file for ten thousand workers stays small", "[platforms]") {
  for (const auto& json : all_kinds(10000)) {
    CAPTURE(json.dump());
    // The longest is the two-tier with its 100 sites: 100 * 99 / 2 routes of some 200 bytes.
    CHECK(platform_file(generated(json), "lowband platform").size() < 2'000'000);
  }
}

TEST_CASE("every link and cluster says how it is shared", "[platforms]") {
  for (const auto& json : all_kinds(8)) {
    std::istringstream lines(platform_file(generated(json), "lowband platform"));
    for (std::string line; std::getline(lines, line);) {
      if (line.find("<cluster ") == std::string::npos && line.find("<link ") == std::string::npos) continue;
      CHECK_THAT(line, Contains("sharing_policy=\"SPLITDUPLEX\""));
    }
  }
}

TEST_CASE("a platform file begins with what it is and with the command that made it", "[platforms]") {
  const auto xml = platform_file(generated({{"name", "star"}, {"workers", 8}}), "lowband platform star --workers 8");
  CHECK(xml == R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<!-- Star: 8 workers of 50Gf around one switch that never congests, with a full-duplex link of 1Gbps and 50us each. Made
     by the command below. -->
<?made-by lowband platform star --workers 8?>
<platform version="4.1">
  <cluster id="star" prefix="worker-" suffix="" radical="0-7" speed="50Gf" bw="1Gbps" lat="50us" sharing_policy="SPLITDUPLEX"/>
</platform>
)");
}

TEST_CASE("every link is called as its kind of platform says", "[platforms]") {
  auto kinds = all_kinds(12);
  const std::string table = written("two_sites.csv", ",A,B\nA,1ms,2ms\nB,2ms,\n");
  const std::string rates = written("two_rates.csv", ",A,B\nA,1Gbps,2Gbps\nB,2Gbps,\n");
  kinds.push_back({{"name", "matrix"}, {"workers", 6}, {"latency", table}, {"bandwidth", rates}});
  for (const auto& json : kinds) {
    CAPTURE(json.dump());
    const auto names = platform_generators().read(json, Place::options_of("platform"))->link_names();
    const auto report = inspected(json, 12, {});
    std::set<std::string> used;
    for (const auto& link : report.links) {
      CAPTURE(link.name);
      int matching = 0;
      for (const auto& one : names) {
        if (!matches(one.pattern, link.name)) continue;
        ++matching;
        used.insert(one.pattern);
      }
      CHECK(matching == 1);
    }
    CHECK(used.size() == names.size());  // and no pattern is of nothing
  }
}

TEST_CASE("values out of range are refused by the name of the option", "[platforms]") {
  CHECK(error_of({{"name", "star"}, {"workers", 0}}) ==
        "platform: --workers: expected an integer from 1 to 1000000, found 0");
  CHECK(error_of({{"name", "star"}, {"workers", 8}, {"bandwidth", "10Mps"}}) ==
        R"(platform: --bandwidth: expected a bandwidth above 0, such as "10Mbps" or "1.25MBps", found "10Mps")");
  CHECK(error_of({{"name", "star"}, {"workers", 8}, {"latency", "-1ms"}}) ==
        R"(platform: --latency: expected a duration of at least 0, such as "5ms" or "50us", found "-1ms")");
  CHECK(error_of({{"name", "star"}, {"workers", 8}, {"speed", "50G"}}) ==
        R"(platform: --speed: expected a speed above 0, such as "50Gf", found "50G")");
  CHECK_THAT(error_of({{"name", "star"}, {"workers", 8}, {"bandwith", "1Gbps"}}),
             StartsWith("platform: --bandwith: unknown key, did you mean \"bandwidth\"?"));
}

TEST_CASE("a plain number that would be absurd in its unit is refused", "[platforms]") {
  CHECK(error_of({{"name", "star"}, {"workers", 8}, {"bandwidth", 10}}) ==
        "platform: --bandwidth: expected a bandwidth with its unit, such as \"10Mbps\": a plain number is bytes per "
        "second, found 10");
  CHECK_THAT(error_of({{"name", "star"}, {"workers", 8}, {"latency", 5}}),
             StartsWith("platform: --latency: expected a latency with its unit"));
  CHECK_THAT(error_of({{"name", "star"}, {"workers", 8}, {"speed", 50}}),
             StartsWith("platform: --speed: expected a speed with its unit"));
  CHECK_THAT(error_of({{"name", "dumbbell"}, {"workers", 8}, {"backbone-latency", 5}}),
             StartsWith("platform: --backbone-latency: expected a latency with its unit"));
}

TEST_CASE("no kind of platform is written that nothing could load", "[platforms]") {
  for (Json json : all_kinds(16777215)) {
    CHECK(error_of(json) == "platform: --workers: expected an integer from 1 to 1000000, found 16777215");
    json["workers"] = 1'000'000;
    CHECK_NOTHROW(generated(json));
  }
  // 4 workers with a link each to each of 10^6 switches, of two subtrees, each with a link to one above.
  CHECK(error_of({{"name", "fat-tree"}, {"workers", 4}, {"down", {2, 2}}, {"up", {1000000, 1}}}) ==
        "platform: --up: expected a shape of at most 4e+06 links, found one of 6e+06: SimGrid would need some 12 GB of "
        "memory for them");
  // 1000 groups of 1000 * 999 / 2 links.
  CHECK_THAT(error_of({{"name", "dragonfly"}, {"workers", 8}, {"groups", 1000}, {"routers", 1000}}),
             StartsWith("platform: --routers: expected a shape of at most 4e+06 links, found one of 5.01e+08"));
}
