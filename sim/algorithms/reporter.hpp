#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "sim/algorithms/evaluator.hpp"
#include "sim/world/world.hpp"

namespace lowband {

/// Whom nodes tell of their models and progress. It has the workers' models evaluated, and the mean of them, whenever
/// all workers have synchronised at an iteration that is due: only then is there somebody who has what is evaluated.
/// That is outside the simulation: it costs no simulated time and no traffic.
class Reporter {
 public:
  /// `regulariser` is that of Evaluator; `world` is where the workers run, of whom there are so many.
  Reporter(const Problem& problem, const EvaluationSettings& settings, double regulariser, int workers, TaskPool& pool,
           const World& world);

  /// Whether the synchronisation at `iteration` is evaluated, the last one before it having been at `before`: the first
  /// at or after each multiple of `every`, and that at the end.
  [[nodiscard]] bool is_due(std::uint64_t before, std::uint64_t iteration, std::uint64_t iterations) const noexcept {
    const auto every = static_cast<std::uint64_t>(settings_.every);
    return iteration / every != before / every || iteration == iterations;
  }

  /// `worker` has reached `iteration`, and goes on from `model` and its `buffers`. The last of all workers to do so
  /// triggers the evaluation. Throws Diverged if the mean model's training loss is not finite.
  void report(Worker& worker, std::uint64_t iteration, std::span<const float> model, std::span<const float> buffers);

  /// `progress` is told of every iteration that worker 0 has passed; it must not influence the run.
  void on_progress(std::function<void(std::uint64_t)> progress) { progress_ = std::move(progress); }
  void passed(const Worker& worker, std::uint64_t iteration) const {
    if (worker.rank() == 0 && progress_) progress_(iteration);
  }

  /// `reported` is told of every report, as it happens: (rank, iteration).
  void on_report(std::function<void(int, std::uint64_t)> reported) { reported_ = std::move(reported); }

  [[nodiscard]] const std::vector<MetricsRow>& metrics() const noexcept { return metrics_; }
  /// Each worker's, by evaluation and rank, if they are asked for.
  [[nodiscard]] const std::vector<WorkerMetricsRow>& worker_metrics() const noexcept { return worker_metrics_; }

 private:
  struct Snapshot {
    std::vector<LearnedModel> models;  ///< by rank
    int reported = 0;
  };

  const Problem& problem_;
  EvaluationSettings settings_;
  Evaluator evaluator_;
  int workers_;
  const World& world_;
  std::function<void(std::uint64_t)> progress_;
  std::function<void(int, std::uint64_t)> reported_;
  std::map<std::uint64_t, Snapshot> pending_;  ///< by iteration: a fast worker may be ahead by some evaluations
  std::vector<Snapshot> spare_;                ///< their memory, for the next ones
  std::vector<MetricsRow> metrics_;
  std::vector<WorkerMetricsRow> worker_metrics_;
};

}  // namespace lowband
