// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/devices/drawn_devices.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "sim/base/random.hpp"

using namespace lowband;

TEST_CASE("each worker is one of the devices, all as likely, by the median", "[devices]") {
  // Speeds 1, 2, 5, 9: the median is 3.5.
  const DrawnDevices devices(Json::parse(R"({"d": 9, "a": 1, "c": 5, "b": 2})"), std::nullopt, std::nullopt);
  constexpr std::uint32_t workers = 10'000;
  std::map<double, double> counts;
  for (std::uint32_t worker = 0; worker < workers; ++worker) ++counts[devices.slowdown_of(worker, 1)];
  REQUIRE(counts.size() == 4);
  for (const double speed : {1.0, 2.0, 5.0, 9.0}) {
    // A share of 1/4: its standard error is sqrt(1/4 * 3/4 / 10,000).
    CHECK(counts[3.5 / speed] / workers == Approx(0.25).margin(5.0 * std::sqrt(0.1875 / workers)));
  }
}

TEST_CASE("the draw is a function of seed and worker", "[devices]") {
  const Json speeds = {1, 2, 4, 8, 16, 32, 64, 128};
  const DrawnDevices devices(speeds, 1.0, std::nullopt);
  int alike = 0;
  for (std::uint32_t worker = 0; worker < 100; ++worker) {
    Stream random(7, Purpose::devices, worker, 0);
    CHECK(devices.slowdown_of(worker, 7) == std::exp2(-static_cast<double>(random.below(8))));
    alike += devices.slowdown_of(worker, 7) == devices.slowdown_of(worker, 8) ? 1 : 0;
  }
  CHECK(alike < 30);  // every eighth by chance
  // With a seed of their own, they are the same in every run.
  const DrawnDevices fixed(speeds, 1.0, 7);
  for (std::uint32_t worker = 0; worker < 100; ++worker) {
    CHECK(fixed.slowdown_of(worker, 1) == devices.slowdown_of(worker, 7));
  }
}
