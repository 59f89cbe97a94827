#include "tests/algorithms/parameter_server/three_clients.hpp"

#include <catch2/catch.hpp>

#include "tests/algorithms/parameter_server/served.hpp"

namespace lowband::test {

Trained check_three_clients(const std::string& algorithm, const ThreeClients::Rule& rule) {
  std::vector<std::vector<float>> points;
  for (const Point& a : ThreeClients::optimum) points.push_back({static_cast<float>(a[0]), static_cast<float>(a[1])});
  const auto problem = points_of_workers(points);
  const auto& initial = problem.problem->initial();
  const auto platform = star_with_server(3, ThreeClients::transit_s / 2.0);
  const auto compute = steps_of_seconds({ThreeClients::step_s.begin(), ThreeClients::step_s.end()});
  constexpr std::uint64_t iterations = 12;
  ThreeClients expected({static_cast<double>(initial[0]), static_cast<double>(initial[1])}, rule);
  expected.run(3 * iterations);
  const auto ready = prepared(algorithm, platform, {{"x", {2}}});
  const TrainingSettings settings{.iterations = iterations, .batch_size = 1, .learning_rate = ThreeClients::rate};
  auto run = trained(problem, ready, platform, settings, by_total_steps(1), 1, compute);
  REQUIRE(run.metrics.size() == iterations + 1);
  REQUIRE(expected.rows.size() == iterations + 1);
  for (std::size_t row = 0; row <= iterations; ++row) {
    INFO("row " << row);
    CHECK(run.metrics[row].iteration == row);
    CHECK(run.metrics[row].sim_time_s == Approx(expected.rows[row].time_s).margin(1e-4));
    CHECK(run.metrics[row].train_loss == Approx(ThreeClients::loss(expected.rows[row].model)).epsilon(1e-5));
  }
  return run;
}

}  // namespace lowband::test
