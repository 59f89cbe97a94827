// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/stability.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace lowband;
using Catch::Contains;

namespace {

MetricsRow stable_row(double loss, double distance, double norm = 4.0) {
  MetricsRow stable_row;
  stable_row.train_loss = loss;
  stable_row.consensus_distance = distance;
  stable_row.model_norm_sq = norm;
  return stable_row;
}

}  // namespace

TEST_CASE("a run whose loss falls and whose models stay together is stable", "[stability]") {
  CHECK_FALSE(instability(std::vector{stable_row(2.0, 0.0), stable_row(1.0, 0.5), stable_row(0.5, 0.4)}));
  CHECK_FALSE(instability(std::vector{stable_row(2.0, 0.0), stable_row(2.0, 0.0)}));  // it has not risen
  CHECK_FALSE(instability(std::vector{stable_row(2.0, 0.0)}));
  CHECK_FALSE(instability({}));
}

TEST_CASE("a loss that ends above where it began is unstable", "[stability]") {
  const auto reason = instability(std::vector{stable_row(2.0, 0.0), stable_row(0.5, 0.1), stable_row(2.5, 0.1)});
  REQUIRE(reason);
  CHECK_THAT(*reason, Contains("rose from 2 to 2.5") && Contains("learning rate"));
}

TEST_CASE("models that end apart are unstable only by both measures", "[stability]") {
  // Evaluations after the start: 0.1, 0.3, 0.2 are the first half of five; the median is 0.2, a hundred times that 20.
  const auto run = [](double last, double norm) {
    return std::vector{stable_row(2.0, 0.0), stable_row(1.0, 0.1), stable_row(0.9, 0.3),
                       stable_row(0.8, 0.2), stable_row(0.7, 5.0), stable_row(0.6, last, norm)};
  };
  CHECK_FALSE(instability(run(20.0, 4.0)));
  CHECK_FALSE(instability(run(21.0, 22.0)));
  const auto reason = instability(run(21.0, 4.0));
  REQUIRE(reason);
  CHECK_THAT(*reason, Contains("from 0.2 to 21") && Contains("consensus step"));
  // Two after the start: the first half is one of them.
  CHECK(instability(std::vector{stable_row(2.0, 0.0), stable_row(1.0, 0.01), stable_row(0.9, 5.0)}));
}

TEST_CASE("where models were all equal at first, their own size decides", "[stability]") {
  CHECK_FALSE(instability(std::vector{stable_row(2.0, 0.0), stable_row(1.0, 0.0), stable_row(0.9, 3.0)}));
  CHECK(instability(std::vector{stable_row(2.0, 0.0), stable_row(1.0, 0.0), stable_row(0.9, 5.0)}));
}
