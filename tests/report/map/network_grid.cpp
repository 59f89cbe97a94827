// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/network_grid.hpp"

#include <catch2/catch.hpp>

#include "tests/usage_error.hpp"

using namespace lowband;
using Catch::StartsWith;

namespace {

Place place() { return Place::options_of("map") / "bandwidth"; }

std::string refused(const std::string& range) {
  return usage_error([&] { static_cast<void>(bandwidths_in(range, 3, place())); });
}

}  // namespace

TEST_CASE("a range is cut by equal ratios, and its ends are exact", "[map]") {
  // From 125000 to 12500000 bytes/s in two steps of 10.
  const auto bandwidths = bandwidths_in("1Mbps..100Mbps", 3, place());
  REQUIRE(bandwidths.size() == 3);
  CHECK(bandwidths[0] == 125000.0);
  CHECK(bandwidths[1] == Approx(1250000.0).epsilon(1e-14));
  CHECK(bandwidths[2] == 12500000.0);
  CHECK(latencies_in("1ms..1s", 2, place()) == std::vector<double>{0.001, 1.0});
}

TEST_CASE("points go latency by latency; without an axis links have their own", "[map]") {
  const NetworkGrid grid{{1e6, 1e7}, {0.001, 0.1}};
  std::vector<std::pair<double, double>> all;
  for (const auto& point : grid.points()) all.emplace_back(point.bandwidth_Bps.value(), point.latency_s.value());
  CHECK(all == std::vector<std::pair<double, double>>{{1e6, 0.001}, {1e7, 0.001}, {1e6, 0.1}, {1e7, 0.1}});
  const NetworkGrid line{{}, {0.001, 0.1}};
  REQUIRE(line.points().size() == 2);
  CHECK_FALSE(line.points()[1].bandwidth_Bps.has_value());
  CHECK(line.points()[1].latency_s == 0.1);
}

TEST_CASE("what is no range is refused, with what was expected", "[map]") {
  CHECK(refused("1Mbps") == "map: --bandwidth: expected a range, such as \"1Mbps..10Gbps\", found \"1Mbps\"");
  CHECK(refused("1Gbps..1Mbps") == "map: --bandwidth: expected a last value above the first, 1Gbps, found \"1Mbps\"");
  CHECK_THAT(refused("1Mbps..1Mbps"), StartsWith("map: --bandwidth: expected a last value above the first"));
  CHECK_THAT(refused("1..10Gbps"), StartsWith("map: --bandwidth: expected a bandwidth above 0"));
  CHECK_THAT(refused("1Mbps..5ms"), StartsWith("map: --bandwidth: expected a bandwidth above 0"));
  CHECK_THAT(refused("..1Mbps"), StartsWith("map: --bandwidth: expected a bandwidth above 0"));
  CHECK_THAT(usage_error([] { static_cast<void>(latencies_in("0ms..5ms", 3, place())); }),
             StartsWith("map: --bandwidth: expected a first value above 0"));
  CHECK_THAT(usage_error([] { static_cast<void>(latencies_in("1..5", 3, place())); }),
             StartsWith("map: --bandwidth: expected a duration"));
}
