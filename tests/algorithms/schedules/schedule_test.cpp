// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/schedules/schedule.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// The learning rates of seven steps that begin with 0.5.
std::vector<double> rates(const std::string& json) {
  const auto schedule = test::schedule(json);
  std::vector<double> found;
  for (std::uint64_t t = 0; t < 7; ++t) found.push_back(schedule->learning_rate(0.5, t, 7));
  return found;
}

void check_near(const std::vector<double>& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t t = 0; t < found.size(); ++t) {
    CAPTURE(t);
    CHECK(found[t] == Approx(expected[t]).epsilon(1e-13));  // fifteen digits are given
  }
}

}  // namespace

TEST_CASE("schedules by hand", "[schedules]") {
  CHECK(rates(R"("constant")") == std::vector<double>(7, 0.5));
  CHECK(rates(R"({"name": "step", "milestones": [1, 3, 4], "gamma": 0.5})") ==
        std::vector<double>{0.5, 0.25, 0.25, 0.125, 0.0625, 0.0625, 0.0625});
  const auto decaying = schedule(R"("inverse-sqrt")");
  CHECK(decaying->learning_rate(0.5, 3, 100) == 0.25);  // 1 / sqrt(1 + 3)
  CHECK(decaying->learning_rate(0.5, 24, 100) == 0.1);  // 1 / sqrt(1 + 24)
  const auto cosine = schedule(R"({"name": "cosine", "eta_min": 0.25})");
  CHECK(cosine->learning_rate(0.5, 0, 100) == 0.5);
  CHECK(cosine->learning_rate(0.5, 50, 100) == Approx(0.375));  // half-way
  CHECK(cosine->learning_rate(0.5, 100, 100) == Approx(0.25));  // after all N steps
}

TEST_CASE("a warm-up multiplies any schedule", "[schedules]") {
  CHECK(rates(R"({"name": "constant", "warmup_steps": 4, "start_factor": 0.5})") ==
        std::vector<double>{0.25, 0.3125, 0.375, 0.4375, 0.5, 0.5, 0.5});
  const auto with = rates(R"({"name": "inverse-sqrt", "warmup_steps": 2, "start_factor": 0.5})");
  const auto without = rates(R"("inverse-sqrt")");
  CHECK(with[0] == 0.5 * without[0]);
  CHECK(with[1] == 0.75 * without[1]);
  CHECK(with[2] == without[2]);
}

TEST_CASE("schedules do what those of PyTorch do", "[schedules]") {
  // Of tests/reference/torch_optim.py, torch 1.13.
  check_near(rates(R"({"name": "step", "milestones": [2, 5], "gamma": 0.3})"),
             {0.5, 0.5, 0.15, 0.15, 0.15, 0.045, 0.045});
  check_near(rates(R"("cosine")"), {0.5, 0.475242216975605, 0.405872450464683, 0.305630233489079, 0.194369766510921,
                                    0.0941275495353166, 0.0247577830243952});
  check_near(rates(R"({"name": "cosine", "T_max": 4, "eta_min": 0.1})"),
             {0.5, 0.441421356237309, 0.3, 0.158578643762691, 0.1, 0.15857864376269, 0.3});
  check_near(
      rates(R"({"name": "inverse-sqrt", "timescale": 2})"),
      {0.5, 0.408248290463863, 0.353553390593274, 0.316227766016838, 0.288675134594813, 0.267261241912424, 0.25});
  check_near(rates(R"({"name": "constant", "warmup_steps": 3})"),
             {0.166666666666667, 0.277777777777778, 0.388888888888889, 0.5, 0.5, 0.5, 0.5});
  check_near(rates(R"({"name": "step", "milestones": [2, 5], "gamma": 0.3, "warmup_steps": 4, "start_factor": 0.1})"),
             {0.05, 0.1625, 0.0825, 0.11625, 0.15, 0.045, 0.045});
}

TEST_CASE("a worker that takes more steps than all iterations keeps the rate of the last one", "[schedules]") {
  // Of 7 iterations the last one is t = 6; at t = 7 a cosine would be at its end.
  const TrainingSettings annealed{.iterations = 7, .learning_rate = 0.5, .schedule = schedule(R"("cosine")")};
  CHECK(annealed.learning_rate_of(1) == 0.5);
  CHECK(annealed.learning_rate_of(7) == Approx(0.0247577830243952).epsilon(1e-13));
  CHECK(annealed.learning_rate_of(8) == annealed.learning_rate_of(7));
  CHECK(annealed.learning_rate_of(1000) == annealed.learning_rate_of(7));
  // A milestone that no iteration comes to is never passed.
  const TrainingSettings stepped{.iterations = 7,
                                 .learning_rate = 0.5,
                                 .schedule = schedule(R"({"name": "step", "milestones": [7], "gamma": 0.25})")};
  CHECK(stepped.learning_rate_of(9) == 0.5);
}

TEST_CASE("a worker steps by the rate that the schedule has for the iteration", "[schedules]") {
  // f = 1/2 |x - a|^2 on one worker: the distance to a contracts by 1 - rate, here 0.5, 0.5, 0.875, 0.875.
  const auto problem = quadratic({{4.0F, 0.0F}}, {{0}}, 1);
  const auto run = trained(problem, all_reduce("1"), star(1, 1e9, 1e-4),
                           {.iterations = 4,
                            .learning_rate = 0.5,
                            .schedule = schedule(R"({"name": "step", "milestones": [2], "gamma": 0.25})")},
                           1);
  const std::vector<double> factors = {0.5, 0.5, 0.875, 0.875};
  for (std::size_t t = 1; t <= 4; ++t) {
    CHECK(run.metrics[t].gradient_norm_sq ==
          Approx(run.metrics[t - 1].gradient_norm_sq * std::pow(factors[t - 1], 2)).epsilon(1e-5));
  }
}
