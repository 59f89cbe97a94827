// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/crossovers.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <limits>

using namespace lowband;

namespace {

using Curves = std::vector<std::function<double(double)>>;

std::vector<double> at(const Curves& curves, double x) {
  std::vector<double> times;
  for (const auto& curve : curves) times.push_back(curve(x));
  return times;
}

MapLine line(const Curves& curves, const std::vector<double>& xs) {
  MapLine made{xs, {}};
  for (const double x : xs) made.times.push_back(at(curves, x));
  return made;
}

/// The crossovers of one line, and at how many places its curves were asked for.
struct Found {
  std::vector<Crossover> crossovers;
  std::size_t probes = 0;
};

Found found(const Curves& curves, const std::vector<double>& xs) {
  Found result;
  result.crossovers = crossovers({line(curves, xs)}, [&](std::span<const Probe> probes) {
    std::vector<std::vector<double>> times;
    for (const auto& probe : probes) times.push_back(at(curves, probe.at));
    result.probes += probes.size();
    return times;
  });
  return result;
}

constexpr double never = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("a crossover of straight lines is exact after one look", "[map]") {
  // 1 + 2x = 3 + x/2 at x = 4/3.
  const Curves curves{[](double x) { return 1.0 + 2.0 * x; }, [](double x) { return 3.0 + 0.5 * x; }};
  const Found one = found(curves, {0.1, 1.0, 10.0});
  REQUIRE(one.crossovers.size() == 1);
  CHECK(one.crossovers[0].at == Approx(4.0 / 3.0).epsilon(1e-14));
  CHECK(one.crossovers[0].below == 0);
  CHECK(one.crossovers[0].above == 1);
  CHECK(one.probes == 1);
}

TEST_CASE("a crossover of curves is found to the precision", "[map]") {
  // x^2 = 2 at the root of 2; sqrt(x) and 1 + ln(x)/5 cross at 1.
  const Found square = found({[](double x) { return x * x; }, [](double) { return 2.0; }}, {0.01, 100.0});
  REQUIRE(square.crossovers.size() == 1);
  CHECK(square.crossovers[0].at == Approx(std::sqrt(2.0)).epsilon(crossover_precision));
  const Found root =
      found({[](double x) { return std::sqrt(x); }, [](double x) { return 1.0 + std::log(x) / 5.0; }}, {0.5, 90.0});
  REQUIRE(root.crossovers.size() == 1);
  CHECK(root.crossovers[0].at == Approx(1.0).epsilon(crossover_precision));
}

TEST_CASE("a third that wins between two is found, and its two crossovers", "[map]") {
  // x and 20 - x would cross at 10; 6 + x/10 is less there: it crosses x at 20/3, and 20 - x at 140/11.
  const Curves curves{[](double x) { return x; }, [](double x) { return 20.0 - x; },
                      [](double x) { return 6.0 + 0.1 * x; }};
  const Found all = found(curves, {1.0, 19.0});
  REQUIRE(all.crossovers.size() == 2);
  CHECK(all.crossovers[0].at == Approx(20.0 / 3.0).epsilon(1e-12));
  CHECK(all.crossovers[0].below == 0);
  CHECK(all.crossovers[0].above == 2);
  CHECK(all.crossovers[1].at == Approx(140.0 / 11.0).epsilon(1e-12));
  CHECK(all.crossovers[1].below == 2);
  CHECK(all.crossovers[1].above == 1);
}

TEST_CASE("a jump over another curve is found where it is", "[map]") {
  const Curves curves{[](double x) { return x < 3.0 ? 1.0 : 9.0; }, [](double) { return 2.0; }};
  const Found jump = found(curves, {1.0, 100.0});
  REQUIRE(jump.crossovers.size() == 1);
  CHECK(jump.crossovers[0].at == Approx(3.0).epsilon(10 * crossover_precision));
}

TEST_CASE("who cannot win has no crossover, and equals none", "[map]") {
  CHECK(found({[](double) { return never; }, [](double x) { return x; }}, {1.0, 2.0}).crossovers.empty());
  CHECK(found({[](double x) { return x; }, [](double x) { return x; }}, {1.0, 2.0}).crossovers.empty());
}

TEST_CASE("curves that meet at a place of the grid cross there", "[map]") {
  // Of equals the first wins, so that the change is seen between 2 and 3.
  const Found meeting = found({[](double x) { return x; }, [](double) { return 2.0; }}, {1.0, 2.0, 3.0});
  REQUIRE(meeting.crossovers.size() == 1);
  CHECK(meeting.crossovers[0] == Crossover{0, 2.0, 0, 1});
  const Found from_there = found({[](double) { return 2.0; }, [](double x) { return 4.0 - x; }}, {1.0, 2.0, 3.0});
  REQUIRE(from_there.crossovers.size() == 1);
  CHECK(from_there.crossovers[0] == Crossover{0, 2.0, 0, 1});
}
