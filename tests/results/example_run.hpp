// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <string>

#include "sim/results/run_record.hpp"

namespace lowband::test {

/// A run with three evaluations, of which the workers met a target of 0.9 from the second on, two workers and two
/// links.
inline RunRecord example_run(const std::string& algorithm, const std::string& scenario, std::uint64_t seed = 1) {
  RunRecord run;
  run.metrics = {{0, 0.0, 0.0, 0, 2.5, 2.6, 2.6, 0.1, 0.0, 9.0, 9.25, 25.0, 0.1, 0.1, 2.625, 2.5, 2.5},
                 {20, 0.4, 1.0, 1000, 0.5, 0.7, 0.6, 0.92, 0.001, 0.3, 0.5, 50.0, 0.91, 0.9, 0.625, 0.5, 0.75},
                 {40, 0.8, 2.0, 2000, 0.1, 0.3, 0.2, 0.95, 1.0 / 3.0, 1e-7, 0.25, 75.0, 0.94, 0.92, 0.25, 0.125, 0.25}};
  run.workers = {{0, "host-0", 1000, 1000, 10, 1.5, 0.5}, {1, "host \"b\", rack 2", 1000, 1000, 10, 1.25, 0.75}};
  run.peers = {{0, 1, 10, 1000}, {1, 0, 10, 1000}};
  run.links = {{"link_0", 1.25e6, 0.005, 2000, 0.0017, 0.00085}, {"link_1", 1.25e8, 1e-4, 500, 4e-6, 2e-6}};
  run.traffic = {{0.0, 0}, {1.0, 1000}, {2.0, 2000}};
  Summary& summary = run.summary;
  summary.algorithm = algorithm;
  summary.scenario = scenario;
  summary.seed = seed;
  summary.paradigm = "all-reduce";
  summary.compression = "none";
  summary.collective = "ring";
  summary.workers = 2;
  summary.parameters = 100;
  summary.iterations = 40;
  summary.sim_time_s = 2.0;
  summary.bytes_sent = 2000;
  summary.messages_sent = 20;
  summary.bits_per_parameter = 32.0;
  summary.final = run.metrics.back();
  summary.best_test_accuracy = 0.95;
  summary.best_train_loss = 0.1;
  run.timing = {0.25, 2, "laptop", "2024-05-01T12:00:00Z"};
  return run;
}

/// The same for a model that has no accuracy.
inline RunRecord run_without_accuracy(const std::string& algorithm, const std::string& scenario) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  RunRecord run = example_run(algorithm, scenario);
  for (auto& row : run.metrics) {
    row.test_accuracy = nan;
    row.workers_test_accuracy = nan;
    row.worst_worker_test_accuracy = nan;
  }
  run.summary.final = run.metrics.back();
  run.summary.best_test_accuracy = nan;
  return run;
}

}  // namespace lowband::test
