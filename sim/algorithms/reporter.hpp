// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sim/algorithms/evaluator.hpp"
#include "sim/results/staleness.hpp"
#include "sim/results/target.hpp"
#include "sim/world/world.hpp"

namespace lowband {

/// What brings evaluations about.
enum class EvaluationClock : std::uint8_t {
  iterations,   ///< all workers have come to the first synchronisation at or after a multiple of `every` steps
  total_steps,  ///< all workers together have taken a multiple of `every` steps each, in the mean
  seconds,      ///< a multiple of `every` simulated seconds is over
};

/// When and on what is evaluated, and when a run is over.
struct ReporterSettings {
  EvaluationSettings evaluation;
  EvaluationClock clock = EvaluationClock::iterations;
  double every_s = 0.0;          ///< by `seconds`, in place of evaluation.every
  std::uint64_t iterations = 0;  ///< of each worker, or of all of them in the mean
  int servers = 0;               ///< whose model is evaluated; by `iterations`, it is waited for
  double regulariser = 0.0;      ///< of Evaluator
  TargetRule stop_at{};          ///< where it has been met so often in a row as is to be held; none: never
};

/// Nodes report their models and progress to it. It has the workers' models evaluated, and the mean of them, or the
/// server's where there is one: outside the simulation, at no cost in simulated time and traffic.
///
/// By iterations that happens when the last worker has come to one that is due, and all servers have made the model of
/// it: only then is there somebody who has what is evaluated. By total steps and by seconds it happens at the first
/// report at or after what is due, with the models that workers have told of last, one of each, however slow some of
/// them are.
///
/// A model that is not trained is evaluated in the same way, but for its figures, of which there are none.
class Reporter {
 public:
  /// `world` is where the workers run, of whom there are so many.
  Reporter(const Problem& problem, const ReporterSettings& settings, int workers, TaskPool& pool, const World& world);

  /// `worker` has taken `steps` steps in all, 0 at first, and goes on from `model` and its `buffers`. By iterations,
  /// all workers report the same values of `steps`. Throws Diverged if the training loss of an evaluation is not
  /// finite, and RunIsOver when all workers together have taken all their steps, unless that is told by iterations:
  /// there each worker ends by itself.
  void reached(Worker& worker, std::uint64_t steps, std::span<const float> model, std::span<const float> buffers);
  /// `server` has these coordinates of the model from now on, which begin at `first` of [parameters; buffers]: the
  /// servers' model, all of whose shards are the initial model's at first, is evaluated in place of the mean of the
  /// workers'. By iterations, they are those of `iteration`, which workers have told the server of, 0 at first; all
  /// servers tell of the same values. Throws as reached() does.
  void serves(Worker& server, std::size_t first, std::span<const float> shard, std::uint64_t iteration = 0);
  /// What a worker has changed from a model has been taken, or is about to be, when the model was `staleness` steps of
  /// the server older; or, where others change the worker's model meanwhile, as many exchanges.
  void took(std::uint64_t staleness) { staleness_.add(staleness); }

  /// How many iterations each worker takes.
  [[nodiscard]] std::uint64_t iterations() const noexcept { return settings_.iterations; }
  /// Whether `rank` is not to go on to another synchronisation, as the target has been met: see on_stop().
  [[nodiscard]] bool has_stopped(int rank) const;

  /// `progress` is told how many iterations are behind; it must not influence the run.
  void on_progress(std::function<void(std::uint64_t)> progress) { progress_ = std::move(progress); }
  /// `reported` is told of every report that goes into an evaluation by iterations, and of every one of a server, as it
  /// happens: (rank, iteration).
  void on_report(std::function<void(int, std::uint64_t)> reported) { reported_ = std::move(reported); }
  /// `evaluated` is called after each evaluation, before the run goes on; it must not influence the run.
  void on_evaluation(std::function<void()> evaluated) { evaluated_ = std::move(evaluated); }
  /// When the target has been met, `stopped` is called at that instant, and then each worker goes on for `more`
  /// synchronisations beyond those before it, but nothing is evaluated any more; without this, the run is over at that
  /// instant (RunIsOver).
  void on_stop(std::uint64_t more, std::function<void()> stopped) {
    more_ = more;
    on_stop_ = std::move(stopped);
  }

  [[nodiscard]] const std::vector<MetricsRow>& metrics() const noexcept { return metrics_; }
  /// Each worker's, by evaluation and rank, if they are asked for.
  [[nodiscard]] const std::vector<WorkerMetricsRow>& worker_metrics() const noexcept { return worker_metrics_; }
  /// How many steps each server has made, by rank: models that it has had, but for the first one.
  [[nodiscard]] std::map<int, std::uint64_t> server_steps() const;
  /// How stale all was that has been taken; of nothing where nothing can be stale.
  [[nodiscard]] const StalenessCounts& staleness() const noexcept { return staleness_; }

 private:
  /// What a worker has told, or a server.
  struct Told {
    std::optional<std::uint64_t> steps{};  ///< nothing yet
    std::uint64_t reports = 0;             ///< after the first one
  };
  struct Snapshot {
    std::vector<LearnedModel> models;    ///< by rank
    std::optional<LearnedModel> server;  ///< in place of their mean
    std::uint64_t reported = 0;
  };

  void report_iteration(Worker& worker, std::uint64_t iteration, std::span<const float> model,
                        std::span<const float> buffers);
  void report_shard(Worker& server, std::size_t first, std::span<const float> shard, std::uint64_t iteration);
  Snapshot& pending(std::uint64_t iteration);
  /// `rank` has told what is needed of it for the evaluation at `iteration`: makes it, if that was the last.
  void complete(int rank, std::uint64_t iteration);
  void report_steps(Worker& worker, std::uint64_t total_before, std::uint64_t total, std::span<const float> model,
                    std::span<const float> buffers);
  [[nodiscard]] bool is_due_by_iterations(std::uint64_t before, std::uint64_t iteration) const noexcept;
  /// By the other clocks, which this sets forward.
  [[nodiscard]] bool is_due(std::uint64_t total_before, std::uint64_t total);
  void copy_shard(Worker& server, std::size_t first, std::span<const float> shard, Snapshot& into);
  void evaluate(const Snapshot& snapshot, std::uint64_t iteration);
  /// After an evaluation.
  void stop_at_target(std::uint64_t reports);
  /// The run is over.
  [[noreturn]] void end();

  const Problem& problem_;
  ReporterSettings settings_;
  Evaluator evaluator_;
  std::uint64_t workers_;
  const World& world_;
  std::function<void(std::uint64_t)> progress_;
  std::function<void(int, std::uint64_t)> reported_;
  std::function<void()> evaluated_;
  std::uint64_t more_ = 0;
  std::function<void()> on_stop_;

  std::vector<Told> told_;                        ///< by rank
  std::uint64_t total_steps_ = 0;                 ///< that all workers have taken together
  std::uint64_t next_due_ = 0;                    ///< by seconds: the next multiple of every_s
  std::map<std::uint64_t, Snapshot> pending_;     ///< by iteration: a fast node may be ahead by some evaluations
  std::vector<Snapshot> spare_;                   ///< their memory, for the next ones
  Snapshot latest_;                               ///< by the other clocks
  std::optional<std::uint64_t> stopped_after_{};  ///< reports of each worker after which the target had been met
  bool is_over_ = false;
  double gradient_norms_sq_ = 0.0;  ///< the sum over all evaluations
  std::vector<MetricsRow> metrics_;
  std::vector<WorkerMetricsRow> worker_metrics_;
  std::map<int, std::uint64_t> server_steps_;  ///< of those that have told of a model
  StalenessCounts staleness_;
};

}  // namespace lowband
