// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/halving.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace lowband;

namespace {

constexpr double none = std::numeric_limits<double>::infinity();

std::vector<std::string> names(const std::vector<Standing>& standings) {
  std::vector<std::string> all;
  for (const auto& standing : standings) all.push_back(standing.candidate);
  return all;
}

using Rungs = std::vector<Rung>;
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("each rung has fewer candidates for longer", "[tune]") {
  // 9, then 3, which are no more than eta.
  CHECK(rungs_of(9, 900, 3, 1) == Rungs{{300, 9}, {900, 3}});
  CHECK(rungs_of(10, 900, 3, 1) == Rungs{{100, 10}, {300, 4}, {900, 2}});
  CHECK(rungs_of(8, 800, 2, 1) == Rungs{{200, 8}, {400, 4}, {800, 2}});
  CHECK(rungs_of(3, 900, 3, 1) == Rungs{{900, 3}});
  CHECK(rungs_of(1, 900, 3, 1) == Rungs{{900, 1}});
  // Up to the next multiple at which there is an evaluation: 1000 / 9 = 111.1, 1000 / 3 = 333.3.
  CHECK(rungs_of(18, 1000, 3, 20) == Rungs{{120, 18}, {340, 6}, {1000, 2}});
}

TEST_CASE("rungs that would end at the same step are one, with the last one's cut", "[tune]") {
  // 5 and 14 steps are both rounded up to 20.
  CHECK(rungs_of(18, 40, 3, 20) == Rungs{{20, 18}, {40, 2}});
  CHECK(rungs_of(18, 10, 3, 20) == Rungs{{10, 18}});
}

TEST_CASE("a candidate stands by the mean of its runs", "[tune]") {
  const Standing standing = standing_of("a", 20, {{2.0, true}, {6.0, false}, {none, false}});
  CHECK(standing.value == 4.0);
  CHECK(standing.runs == 3);
  CHECK(standing.hopeful == 2);
  CHECK(standing.known == 1);
  CHECK(standing.steps == 20);
  CHECK(std::isinf(standing_of("a", 20, {{none, false}}).value));
}

TEST_CASE("the best comes first, and of equals who stood before", "[tune]") {
  const Standing slow = standing_of("slow", 1, {{9.0, true}, {9.0, true}});
  const Standing fast = standing_of("fast", 1, {{3.0, false}, {3.0, false}});
  const Standing same = standing_of("same", 1, {{3.0, false}, {3.0, false}});
  const Standing half = standing_of("half", 1, {{1.0, true}, {none, false}});
  const Standing lost = standing_of("lost", 1, {{none, false}, {none, false}});
  CHECK(names(ranked({lost, half, slow, fast, same}, false)) == Names{"fast", "same", "slow", "half", "lost"});
  // In the end what is known comes before what is not.
  CHECK(names(ranked({lost, half, same, slow, fast}, true)) == Names{"slow", "half", "same", "fast", "lost"});
}
