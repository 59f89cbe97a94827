// SPDX-License-Identifier: Apache-2.0
#include "tests/algorithms/parameter_server/three_replicas.hpp"

#include <catch2/catch.hpp>

#include "tests/algorithms/parameter_server/served.hpp"

namespace lowband::test {

ThreeReplicas check_three_replicas(const std::string& outer, const ThreeReplicas::Setting& setting) {
  constexpr int iterations = 14;
  std::vector<std::vector<float>> points;
  for (const Point& a : ThreeClients::optimum) points.push_back({static_cast<float>(a[0]), static_cast<float>(a[1])});
  const auto problem = points_of_workers(points);
  const auto& initial = problem.problem->initial();
  ThreeReplicas expected({static_cast<double>(initial[0]), static_cast<double>(initial[1])}, setting);
  expected.run(3 * iterations);
  const std::string more = R"(, "push_every": )" + std::to_string(setting.push_every) + R"(, "fetch_every": )" +
                           std::to_string(setting.fetch_every) + (setting.overlaps ? "" : R"(, "exchange": "serial")") +
                           R"(, "outer": )" + outer;
  const auto platform = star_with_server(3, setting.transit_s / 2.0);
  const auto run =
      trained(problem, prepared(server("downpour", more), platform, {{"x", {2}}}), platform,
              {.iterations = iterations, .batch_size = 1, .learning_rate = ThreeClients::rate}, by_total_steps(1), 1,
              steps_of_seconds({ThreeClients::step_s.begin(), ThreeClients::step_s.end()}));
  REQUIRE(run.metrics.size() == iterations + 1);
  REQUIRE(expected.rows.size() == iterations + 1);
  for (std::size_t row = 0; row <= iterations; ++row) {
    CAPTURE(more, setting.transit_s, row);
    CHECK(run.metrics[row].sim_time_s == Approx(expected.rows[row].time_s).margin(1e-4));
    CHECK(run.metrics[row].train_loss == Approx(ThreeClients::loss(expected.rows[row].model)).epsilon(1e-5));
  }
  CHECK(run.all["staleness"] == Json(expected.staleness));
  return expected;
}

}  // namespace lowband::test
