// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

#include "sim/runs/recorded.hpp"
#include "sim/world/world.hpp"

namespace lowband {

/// Gives the evaluations of a recorded run the times and bytes of this one: an evaluation is made when the last node
/// has reported.
class EvaluationTimes {
 public:
  /// So many `workers` report, and `servers`, but not at iteration 0. `stops`: the run ended with the last of them.
  EvaluationTimes(const Recorded& recorded, int workers, int servers, bool stops)
      : metrics_(recorded.metrics),
        worker_metrics_(recorded.worker_metrics),
        workers_(workers),
        servers_(servers),
        stops_(stops) {}

  /// A node of `world` reports. Throws UsageError, which names the trace `file`, if more is reported than was
  /// evaluated; RunIsOver after the last evaluation of a run that ended there.
  void report(const World& world, std::uint64_t iteration, const std::filesystem::path& file);

  /// Whether there is one of this iteration.
  [[nodiscard]] bool are_made_at(std::uint64_t iteration) const;
  /// What was found there when it was trained; NaN if there is no such evaluation.
  [[nodiscard]] double train_loss_at(std::uint64_t iteration) const;
  [[nodiscard]] const std::vector<MetricsRow>& metrics() const noexcept { return metrics_; }
  [[nodiscard]] const std::vector<WorkerMetricsRow>& worker_metrics() const noexcept { return worker_metrics_; }

 private:
  /// The first one of this iteration, or of a later one.
  [[nodiscard]] std::vector<MetricsRow>::const_iterator at(std::uint64_t iteration) const;

  std::vector<MetricsRow> metrics_;
  std::vector<WorkerMetricsRow> worker_metrics_;
  int workers_;
  int servers_;
  bool stops_;
  std::map<std::uint64_t, int> reports_;
  std::size_t evaluated_ = 0;
  std::size_t timed_ = 0;  ///< rows of worker_metrics_
};

}  // namespace lowband
