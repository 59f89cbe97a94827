// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/nearest.hpp"

#include <catch2/catch.hpp>

#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

using Edges = std::vector<std::pair<int, int>>;

/// The graph of workers at these places on a line, a latency being the distance.
Edges nearest(const std::vector<double>& places, int degree) {
  const auto topology = topologies().read({{"name", "platform"}, {"degree", degree}}, Place("test"));
  Latencies latencies;
  const int workers = static_cast<int>(places.size());
  for (int a = 0; a < workers; ++a) {
    for (int b = 0; b < workers; ++b) {
      const double distance = places[static_cast<std::size_t>(a)] - places[static_cast<std::size_t>(b)];
      if (a != b) latencies[{a, b}] = std::abs(distance);
    }
  }
  return topology->graph(workers, Place("test"), latencies).edges();
}

}  // namespace

TEST_CASE("each worker talks to the nearest ones, and no part stays alone", "[topology]") {
  // Two groups: 0, 1, 2 at 0, 1, 3 and 3, 4 at 10, 11. The nearest of 0 is 1, of 1 is 0, of 2 is 1, of 3 is 4, of 4 is
  // 3; the shortest way between the groups is from 2 to 3.
  CHECK(nearest({0, 1, 3, 10, 11}, 1) == Edges{{0, 1}, {1, 2}, {2, 3}, {3, 4}});
  // With two: 0 and 2 find each other, 3 and 4 the third nearest, 2.
  CHECK(nearest({0, 1, 3, 10, 11}, 2) == Edges{{0, 1}, {0, 2}, {1, 2}, {2, 3}, {2, 4}, {3, 4}});
}

TEST_CASE("among equally near workers, the nearest by rank make a ring", "[topology]") {
  CHECK(nearest({0, 0, 0, 0, 0}, 2) == Edges{{0, 1}, {0, 4}, {1, 2}, {2, 3}, {3, 4}});
  CHECK(nearest({0}, 1).empty());
  CHECK(nearest({0, 1}, 1) == Edges{{0, 1}});
}

TEST_CASE("a degree that there are not enough workers for is refused", "[topology]") {
  CHECK_THROWS_WITH(nearest({0, 1, 2}, 3), "test: /degree: expected less than the number of workers, 3, found 3");
}

TEST_CASE("neighbours by the platform: one edge crosses between two sites", "[topology][algorithms]") {
  const std::string json = R"({"name": "g", "paradigm": "gossip", "topology": {"name": "platform", "degree": 2}})";
  const auto platform = shipped("dumbbell_8.xml", 8);
  CHECK(prepared(json, 8)->pairs().size() == 56);
  const Prepared named = prepared(json, platform, {});
  int crossing = 0;
  for (const auto& [from, to] : named->pairs()) crossing += (from < 4) != (to < 4) ? 1 : 0;
  CHECK(crossing == 2);  // there and back
  CHECK(named->facts()["spectral_gap"] > 0.0);
  const auto result = synchronised(json, platform, Vector(20, 0.0F), 1);
  std::vector<Vector> start;
  std::vector<Vector> after;
  for (int rank = 0; rank < 8; ++rank) {
    start.push_back(noise(20, rank, 0));
    after.push_back(result.models[static_cast<std::size_t>(rank)][0]);
  }
  for (std::size_t k = 0; k < 20; ++k) CHECK(mean(after)[k] == Approx(mean(start)[k]).margin(1e-6));
}
