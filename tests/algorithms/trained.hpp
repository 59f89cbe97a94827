// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/algorithms/reporter.hpp"
#include "sim/algorithms/training_settings.hpp"
#include "sim/results/run_record.hpp"
#include "tests/algorithms/problems.hpp"
#include "tests/algorithms/synchronised.hpp"
#include "tests/simulated.hpp"

namespace lowband::test {

struct Trained {
  std::vector<MetricsRow> metrics;
  Json all;  ///< all of it, to compare: "metrics", "worker_metrics", "messages" and "bytes" per node, "models",
             ///< "buffers", "staleness" (how often it was 0, 1, 2, ...), ...
  std::vector<std::vector<float>> models;   ///< of each worker at the end
  std::vector<std::vector<float>> buffers;  ///< likewise
  long peak_kB = 0;                         ///< memory that the process had at most
};

/// Trains with the algorithm of this JSON, and evaluates `every` so many iterations.
[[nodiscard]] Trained trained(const OwningProblem& problem, const std::string& json, const PlatformSettings& platform,
                              const TrainingSettings& settings, int every, int threads = 1,
                              const ComputeSettings& compute = {});

/// The same with a method that is ready, evaluated as `reports` say; other nodes have hosts after the workers'. Where
/// the run is over before all programs have returned, there are no models of the end. The engine of a method that is
/// not in step `knows_pairs`, or leaves every message to SimGrid.
[[nodiscard]] Trained trained(const OwningProblem& problem, const Prepared& ready, const PlatformSettings& platform,
                              const TrainingSettings& settings, ReporterSettings reports, int threads = 1,
                              const ComputeSettings& compute = {}, bool knows_pairs = true);

/// Evaluations whenever all together have taken so many steps each, in the mean.
[[nodiscard]] ReporterSettings by_total_steps(int every);

/// Steps of 1 to 8 ms.
[[nodiscard]] ComputeSettings random_speeds(int workers, std::uint32_t seed);

/// An algorithm's JSON: all-reduce with this "local_steps", and `more` keys, each with a comma before it.
[[nodiscard]] std::string all_reduce(const std::string& local_steps, const std::string& more = "");

/// An optimiser from its JSON.
[[nodiscard]] Named<Optimizer> optimizer(const std::string& json);
/// A schedule from its JSON.
[[nodiscard]] Named<Schedule> schedule(const std::string& json);

}  // namespace lowband::test
