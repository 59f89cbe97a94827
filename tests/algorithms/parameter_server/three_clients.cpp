// SPDX-License-Identifier: Apache-2.0
#include "tests/algorithms/parameter_server/three_clients.hpp"

#include <catch2/catch.hpp>

#include "tests/algorithms/parameter_server/served.hpp"

namespace lowband::test {

namespace {

OwningProblem three_points() {
  std::vector<std::vector<float>> points;
  for (const Point& a : ThreeClients::optimum) points.push_back({static_cast<float>(a[0]), static_cast<float>(a[1])});
  return points_of_workers(points);
}

}  // namespace

Point ThreeClients::initial() {
  const auto problem = three_points();
  const auto& initial = problem.problem->initial();
  return {static_cast<double>(initial[0]), static_cast<double>(initial[1])};
}

Trained check_three_clients(const std::string& algorithm, const ThreeClients::Rule& rule,
                            const ThreeClients::Steps& steps, const std::vector<std::uint64_t>& samples) {
  constexpr std::uint64_t iterations = 12;
  ThreeClients expected(ThreeClients::initial(), rule, steps);
  expected.run(3 * iterations);
  return check_rows(algorithm, ThreeClients::training(iterations), expected.rows, samples);
}

Trained check_rows(const std::string& algorithm, const TrainingSettings& settings,
                   const std::vector<ThreeClients::Row>& rows, const std::vector<std::uint64_t>& samples) {
  const auto platform = star_with_server(3, ThreeClients::transit_s / 2.0);
  const auto compute = steps_of_seconds({ThreeClients::step_s.begin(), ThreeClients::step_s.end()});
  const auto ready = prepared(algorithm, platform, {{"x", {2}}}, algorithms(), samples);
  auto reports = by_total_steps(1);
  if (ready.algorithm->is_in_step()) reports.clock = EvaluationClock::iterations;
  auto run = trained(three_points(), ready, platform, settings, reports, 1, compute);
  REQUIRE(run.metrics.size() == rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    INFO("row " << row);
    CHECK(run.metrics[row].iteration == rows[row].iteration);
    CHECK(run.metrics[row].sim_time_s == Approx(rows[row].time_s).margin(1e-4));
    CHECK(run.metrics[row].train_loss == Approx(ThreeClients::loss(rows[row].model)).epsilon(1e-5));
  }
  return run;
}

}  // namespace lowband::test
