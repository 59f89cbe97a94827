// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/value_range.hpp"

#include <catch2/catch.hpp>

#include "sim/base/quantity.hpp"

using namespace lowband;
using Catch::Contains;

namespace {

Json bandwidths(const std::string& list) {
  return range_values(Json::parse(list), Place("file.json") / "bandwidth", read_bandwidth);
}

Json durations(const std::string& list) {
  return range_values(Json::parse(list), Place("file.json") / "latency", read_duration);
}

}  // namespace

TEST_CASE("three dots make one value per decade", "[experiment]") {
  CHECK(bandwidths(R"(["1Mbps", "...", "10Gbps"])") == Json({"1Mbps", "10Mbps", "100Mbps", "1Gbps", "10Gbps"}));
  CHECK(durations(R"(["100us", "...", "1s"])") == Json({"100us", "1ms", "10ms", "100ms", "1s"}));
  CHECK(bandwidths(R"(["1Gbps", "...", "10Mbps"])") == Json({"1Gbps", "100Mbps", "10Mbps"}));  // down
  CHECK(bandwidths(R"([1000, "...", 100000])") == Json({1000, 10000.0, 100000}));
  CHECK(bandwidths(R"(["1Mbps", "...", "1Mbps"])") == Json({"1Mbps"}));
}

TEST_CASE("a second value sets the ratio", "[experiment]") {
  CHECK(bandwidths(R"(["1Mbps", "2Mbps", "...", "16Mbps"])") == Json({"1Mbps", "2Mbps", "4Mbps", "8Mbps", "16Mbps"}));
  CHECK(bandwidths(R"(["16Mbps", "4Mbps", "...", "1Mbps"])") == Json({"16Mbps", "4Mbps", "1Mbps"}));
  CHECK(bandwidths(R"(["500kbps", "1Mbps", "...", "2000kbps"])") == Json({"500kbps", "1Mbps", "2000kbps"}));
}

TEST_CASE("plain numbers of a series have no errors of powers", "[experiment]") {
  // 1000 x 0.1^2 is 10.000000000000002 as a float64, and 0.001 x 10^2 is 0.1 and no less.
  const auto numbers = [](const std::string& list) {
    return range_values(Json::parse(list), Place("file.json") / "k", read_any_quantity);
  };
  CHECK(numbers(R"([1000, "...", 1])") == Json({1000, 100.0, 10.0, 1}));
  CHECK(numbers(R"([0.001, "...", 1])") == Json({0.001, 0.01, 0.1, 1}));
  CHECK(numbers(R"([0.3, 0.1, "...", 0.0037037037037037])")[2] == Json(0.0333333333333));
}

TEST_CASE("a plain list is one value each", "[experiment]") {
  CHECK(bandwidths(R"(["10 Mbps", 5000, "1Gbps"])") == Json({"10 Mbps", 5000, "1Gbps"}));
  CHECK(label_of("10 Mbps") == "10Mbps");
  CHECK(label_of(0.005) == "0.005");
  CHECK(label_of(1250000) == "1250000");
}

TEST_CASE("a range that leads nowhere is refused where it is wrong", "[experiment]") {
  CHECK_THROWS_WITH(bandwidths("[]"), Contains("/bandwidth: expected a list of at least one value"));
  CHECK_THROWS_WITH(bandwidths(R"(["..."])"), Contains("/bandwidth: expected [first, \"...\", last]"));
  CHECK_THROWS_WITH(bandwidths(R"(["1Mbps", "..."])"), Contains("/bandwidth: expected [first, \"...\", last]"));
  CHECK_THROWS_WITH(bandwidths(R"(["1Mbps", "fast"])"), Contains("/bandwidth/1: expected a bandwidth"));
  CHECK_THROWS_WITH(bandwidths(R"(["1Mbps", "...", "5ms"])"), Contains("/bandwidth/2: expected a bandwidth"));
  CHECK_THROWS_WITH(bandwidths(R"(["1Mbps", "...", "20Mbps"])"),
                    Contains("/bandwidth/2: expected a last value") && Contains("such as 10Mbps or 100Mbps"));
  CHECK_THROWS_WITH(bandwidths(R"(["1Mbps", "2Mbps", "...", "500kbps"])"), Contains("/bandwidth/1: expected a second"));
  CHECK_THROWS_WITH(bandwidths(R"(["1Mbps", "1Mbps", "...", "5Mbps"])"), Contains("/bandwidth/1: expected a second"));
  CHECK_THROWS_WITH(durations(R"([0, "...", "1s"])"), Contains("/latency/0: expected a value above 0"));
  CHECK_THROWS_WITH(durations(R"([1, 1.0001, "...", 1000])"), Contains("/latency: expected at most 1000 values"));
}
