// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/network_map.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "sim/report/map/map_words.hpp"
#include "sim/results/csv_table.hpp"
#include "sim/results/whole_file.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;

namespace {

constexpr double not_reached = std::numeric_limits<double>::quiet_NaN();

MapContender sound(const std::string& name, std::size_t seeds) {
  return {.name = name, .is_sound = std::vector<bool>(seeds, true), .can_win = true};
}

/// Many bytes and few messages, few bytes and many messages; two seeds, of which the second takes three times as long.
/// 1000 B / bandwidth + latency, 100 B / bandwidth + 10 latency, and one that is always slower.
Contest contest() { return {{sound("bytes", 2), sound("messages", 2), sound("neither", 2)}, 0}; }

std::vector<TargetTimes> times_at(std::span<const NetworkPoint> points) {
  std::vector<TargetTimes> all;
  for (const auto& point : points) {
    const double per_byte = 1.0 / point.bandwidth_Bps.value_or(1e5);
    const double latency_s = point.latency_s.value_or(0.01);
    const auto seeds = [](double time_s) { return std::vector<double>{time_s, 3.0 * time_s}; };
    all.push_back({seeds(1000.0 * per_byte + latency_s), seeds(100.0 * per_byte + 10.0 * latency_s),
                   seeds(2000.0 * per_byte + 20.0 * latency_s)});
  }
  return all;
}

}  // namespace

TEST_CASE("a map has mean, interval, speed-up and winner at each point", "[map]") {
  const NetworkMap map = map_of(contest(), {{1e4, 1e6}, {0.001, 0.1}}, times_at);
  REQUIRE(map.rows.size() == 12);
  const MapRow& first = map.rows[1];  // at 10 kB/s and 1 ms: "messages" takes 0.01 + 0.01 s, and 3 times that
  CHECK(first.bandwidth_Bps == 1e4);
  CHECK(first.latency_s == 0.001);
  CHECK(first.algorithm == "messages");
  CHECK(first.seeds == 2);
  CHECK(first.reached_target == 2);
  CHECK(first.time_to_target_s == Approx(0.04).epsilon(1e-12));
  // The deviation of {0.02, 0.06} is 0.02 sqrt(2), the standard error 0.02; Student's t of one degree is 12.7062047.
  CHECK(first.time_to_target_high_s - first.time_to_target_s == Approx(0.02 * 12.7062047).epsilon(1e-7));
  CHECK(first.time_to_target_s - first.time_to_target_low_s == Approx(0.02 * 12.7062047).epsilon(1e-7));
  CHECK(first.baseline == "bytes");
  CHECK(first.speed_up == Approx(0.101 / 0.02).epsilon(1e-12));
  CHECK(first.winner == "messages");
  CHECK(map.rows.back().winner == "bytes");  // at 1 MB/s and 100 ms latency decides
}

TEST_CASE("crossovers of a map are those of its formulas", "[map]") {
  // 900 B / bandwidth = 9 latency: 100 kB/s at 1 ms, 10 kB/s at 10 ms, 1 kB/s at 100 ms.
  const NetworkGrid grid{{200.0, 3e4, 3e6}, {0.001, 0.01, 0.1}};
  const NetworkMap map = map_of(contest(), grid, times_at);
  REQUIRE(map.crossovers.size() == 3);
  for (const auto& [row, bandwidth] : {std::pair(0, 1e5), std::pair(1, 1e4), std::pair(2, 1e3)}) {
    const CrossoverRow& crossover = map.crossovers[static_cast<std::size_t>(row)];
    CHECK(crossover.along == "bandwidth");
    CHECK(crossover.bandwidth_Bps == Approx(bandwidth).epsilon(1e-12));
    CHECK(crossover.latency_s == grid.latencies_s[static_cast<std::size_t>(row)]);
    CHECK(crossover.below == "messages");
    CHECK(crossover.above == "bytes");
  }
  // At 200 B/s: (5 + 0.001) / (0.5 + 0.01), (5 + 0.01) / (0.5 + 0.1), (5 + 0.1) / (0.5 + 1).
  CHECK(map_words(map) ==
        "at 1 ms: below 800 kbps messages, above bytes; 1 to 9.81 times as fast as bytes\n"
        "at 10 ms: below 80 kbps messages, above bytes; 1 to 8.35 times as fast as bytes\n"
        "at 100 ms: below 8 kbps messages, above bytes; 1 to 3.4 times as fast as bytes\n");
}

TEST_CASE("a map of one axis is a line, on which links keep the rest of their own", "[map]") {
  // At 100 kB/s: 9 latency = 900 B / bandwidth = 9 ms.
  const NetworkMap by_latency = map_of(contest(), {{}, {1e-5, 1e-4, 1e-2}}, times_at);
  REQUIRE(by_latency.crossovers.size() == 1);
  CHECK(by_latency.crossovers[0].along == "latency");
  CHECK(by_latency.crossovers[0].latency_s == Approx(0.001).epsilon(1e-12));
  CHECK(std::isnan(by_latency.crossovers[0].bandwidth_Bps));
  CHECK(by_latency.crossovers[0].below == "messages");
  CHECK(map_words(by_latency).starts_with("below 1 ms messages, above bytes; 1 to "));
  const NetworkMap by_bandwidth = map_of(contest(), {{2e4, 1e6}, {}}, times_at);
  CHECK(by_bandwidth.crossovers.empty());  // at 10 ms it is at 10 kB/s
  CHECK(map_words(by_bandwidth) == "bytes at all bandwidths\n");
}

TEST_CASE("who cannot win is on the map, but wins nowhere, and a baseline may be there for that alone", "[map]") {
  Contest some = contest();
  some.contenders[1].can_win = false;
  some.contenders[1].is_sound[1] = false;  // its second seed has no speed-up
  some.contenders[0].can_win = false;
  some.contenders[0].is_shown = false;
  const NetworkMap map = map_of(some, {{1e4, 1e6}, {}}, times_at);
  REQUIRE(map.rows.size() == 4);
  CHECK(map.rows[0].algorithm == "messages");
  CHECK(map.rows[0].winner == "neither");
  CHECK(map.rows[0].speed_up == Approx((0.1 + 0.01) / (0.01 + 0.1)).epsilon(1e-12));
  CHECK(map.rows[1].algorithm == "neither");
  CHECK(map.crossovers.empty());
}

TEST_CASE("a target that some seeds miss has the mean of the others, no interval of one, and no win", "[map]") {
  Contest some{{sound("half", 2), sound("slow", 2)}, {}};
  some.contenders[0].can_win = false;
  const NetworkMap map = map_of(some, {{1e4, 1e6}, {}}, [](std::span<const NetworkPoint> points) {
    return std::vector<TargetTimes>(points.size(), {{2.0, not_reached}, {5.0, 5.0}});
  });
  CHECK(map.rows[0].reached_target == 1);
  CHECK(map.rows[0].seeds == 2);
  CHECK(map.rows[0].time_to_target_s == 2.0);
  CHECK(std::isnan(map.rows[0].time_to_target_low_s));
  CHECK(map.rows[0].winner == "slow");
  CHECK(map.rows[0].baseline.empty());
  CHECK(std::isnan(map.rows[0].speed_up));
}

TEST_CASE("crossovers are looked for at five latencies of a grid at most, its ends among them", "[map]") {
  CHECK(crossover_latencies({{}, {1, 2, 3}}) == std::vector<double>{1, 2, 3});
  CHECK(crossover_latencies({{}, {1, 2, 3, 4, 5, 6}}) == std::vector<double>{1, 2, 4, 5, 6});
  CHECK(crossover_latencies({{}, {0, 1, 2, 3, 4, 5, 6, 7, 8}}) == std::vector<double>{0, 2, 4, 6, 8});
}

TEST_CASE("a map is read back from its file", "[map]") {
  const test::TemporaryFolder folder;
  const NetworkMap map = map_of(contest(), {{1e4, 1e6}, {}}, times_at);
  write_whole(folder / "map.csv", to_csv(map.rows));
  const auto rows = read_csv<MapRow>(folder / "map.csv");
  REQUIRE(rows.size() == map.rows.size());
  CHECK(rows[2].algorithm == "neither");
  CHECK(rows[2].time_to_target_s == map.rows[2].time_to_target_s);
  CHECK(std::isnan(rows[2].latency_s));
}
