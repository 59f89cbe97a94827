// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/worker_weights.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace lowband;

TEST_CASE("workers count once, or as often as they have samples", "[weights]") {
  CHECK(WorkerWeights().of(7) == 1.0);
  // M = 3 and n = 8: 3/8, 6/8 and 15/8, which add up to 3.
  const std::vector<std::uint64_t> samples = {1, 2, 5};
  const WorkerWeights weights(samples);
  CHECK(weights.of(0) == 0.375);
  CHECK(weights.of(1) == 0.75);
  CHECK(weights.of(2) == 1.875);
}

TEST_CASE("workers who have as many samples count exactly once", "[weights]") {
  for (const std::size_t workers : {1U, 3U, 7U, 49U, 1000U}) {
    for (const std::uint64_t own : {1U, 3U, 11U, 1234567U}) {
      const WorkerWeights weights(std::vector<std::uint64_t>(workers, own));
      for (int rank = 0; rank < static_cast<int>(workers); ++rank) CHECK(weights.of(rank) == 1.0);
    }
  }
}

TEST_CASE("weights by samples that are not known are not made up", "[weights]") {
  CHECK_THROWS_AS(WorkerWeights(std::vector<std::uint64_t>()).of(0), std::logic_error);
}
