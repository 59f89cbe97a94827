#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "sim/algorithms/problem.hpp"
#include "sim/engine/task_pool.hpp"
#include "sim/engine/worker.hpp"
#include "sim/results/run_record.hpp"

namespace lowband {

/// When and on what the mean model is evaluated.
struct EvaluationSettings {
  int every = 20;            ///< local SGD steps; the initial and the final model are evaluated too
  int train_samples = 2048;  ///< size of the fixed training subset for loss and gradient norm; 0 = all
  int test_samples = 0;      ///< 0 = all
};

/// Evaluates the mean of the workers' models, outside the simulation: it costs no simulated time and no traffic, and
/// runs on all threads of the pool. Means and sums are taken in a fixed order, so the number of threads changes
/// nothing.
class Observer {
 public:
  /// `bytes_sent` tells the traffic of all workers so far.
  Observer(const Problem& problem, const EvaluationSettings& settings, int workers, TaskPool& pool,
           std::function<std::uint64_t()> bytes_sent);

  /// Whether `iteration` of `iterations` is evaluated.
  [[nodiscard]] bool wants(std::uint64_t iteration, std::uint64_t iterations) const noexcept {
    return iteration % static_cast<std::uint64_t>(settings_.every) == 0 || iteration == iterations;
  }

  /// Whether any of the iterations after `before` up to `iteration` is, where workers take several at once.
  [[nodiscard]] bool wants_since(std::uint64_t before, std::uint64_t iteration,
                                 std::uint64_t iterations) const noexcept {
    const auto every = static_cast<std::uint64_t>(settings_.every);
    return iteration / every != before / every || iteration == iterations;
  }

  /// `worker` has reached `iteration` with `model`. The last of all workers to do so triggers the evaluation. Throws
  /// Diverged if the mean model's training loss is not finite.
  void report(Worker& worker, std::uint64_t iteration, std::span<const float> model);

  /// `progress` is told of every iteration that worker 0 has passed; it must not influence the run.
  void on_progress(std::function<void(std::uint64_t)> progress) { progress_ = std::move(progress); }
  void passed(const Worker& worker, std::uint64_t iteration) const {
    if (worker.rank() == 0 && progress_) progress_(iteration);
  }

  /// `reported` is told of every report, as it happens: (rank, iteration).
  void on_report(std::function<void(int, std::uint64_t)> reported) { reported_ = std::move(reported); }

  [[nodiscard]] const std::vector<MetricsRow>& metrics() const noexcept { return metrics_; }

 private:
  struct Snapshot {
    std::vector<FloatBuffer> models;
    int reported = 0;
  };

  MetricsRow evaluate(const Snapshot& snapshot) const;
  double mean_model(const Snapshot& snapshot, FloatBuffer& mean) const;

  const Problem& problem_;
  EvaluationSettings settings_;
  int workers_;
  TaskPool& pool_;
  std::function<std::uint64_t()> bytes_sent_;
  std::function<void(std::uint64_t)> progress_;
  std::function<void(int, std::uint64_t)> reported_;
  std::vector<std::uint32_t> train_subset_;
  std::vector<std::uint32_t> test_subset_;
  std::map<std::uint64_t, Snapshot> pending_;  ///< by iteration: a fast worker may be ahead by some evaluations
  std::vector<Snapshot> spare_;                ///< their memory, for the next ones
  std::vector<MetricsRow> metrics_;
};

}  // namespace lowband
