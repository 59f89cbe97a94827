#include "sim/runs/trial.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <limits>
#include <map>
#include <utility>

#include "sim/algorithms/node.hpp"
#include "sim/base/error.hpp"
#include "sim/results/machine_name.hpp"
#include "sim/runs/recorded.hpp"
#include "sim/runs/stability.hpp"
#include "sim/trace/recording_worker.hpp"
#include "sim/trace/replay.hpp"

namespace lowband {

namespace {

void take_traffic(const Traffic& traffic, const std::vector<std::string>& hosts, double sim_time_s, RunRecord& record) {
  for (std::size_t i = 0; i < traffic.workers.size(); ++i) {
    const auto& worker = traffic.workers[i];
    record.workers.push_back({static_cast<int>(i), hosts[i], worker.bytes_sent, worker.bytes_received,
                              worker.messages_sent, worker.compute_s, worker.wait_s});
    record.summary.messages_sent += worker.messages_sent;
  }
  for (const auto& [pair, peer] : traffic.peers)
    record.peers.push_back({pair.first, pair.second, peer.messages, peer.bytes});
  for (const auto& link : traffic.links) {
    const double busy_s = static_cast<double>(link.bytes) / (link.bandwidth_Bps * traffic.usable_share);
    record.links.push_back({link.name, link.bandwidth_Bps, link.latency_s, link.bytes, busy_s,
                            sim_time_s > 0.0 ? busy_s / sim_time_s : 0.0});
  }
  for (const auto& point : traffic.curve.points()) record.traffic.push_back({point.sim_time_s, point.bytes});
  if (traffic.coordinates > 0) {
    record.summary.bits_per_parameter =
        8.0 * static_cast<double>(traffic.payload_bytes) / static_cast<double>(traffic.coordinates);
  }
}

void summarise(RunRecord& record) {
  Summary& summary = record.summary;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  summary.best_test_accuracy = nan;
  summary.best_train_loss = nan;
  for (const auto& row : record.metrics) {  // fmax and fmin pass over NaN
    summary.best_test_accuracy = std::fmax(summary.best_test_accuracy, row.test_accuracy);
    summary.best_train_loss = std::fmin(summary.best_train_loss, row.train_loss);
  }
  if (!record.metrics.empty()) {
    summary.final = record.metrics.back();
    summary.iterations = summary.final.iteration;
  }
  if (summary.status != "finished") return;
  if (const auto reason = instability(record.metrics)) {
    summary.status = "unstable";
    summary.reason = *reason;
  }
}

/// Real time, from now on.
class Stopwatch {
 public:
  [[nodiscard]] Timing timing(int threads, bool is_replayed) const {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begun_;
    return {elapsed.count(), threads, machine_name(), fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(started_)),
            is_replayed};
  }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::time_t started_ = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
};

/// What is left of a world in which the run is over.
RunRecord record_of(const Experiment& experiment, const Trial& trial, const Method& method, const World& world,
                    std::vector<MetricsRow> metrics, std::vector<WorkerMetricsRow> worker_metrics,
                    std::uint64_t parameters) {
  RunRecord record;
  record.metrics = std::move(metrics);
  record.worker_metrics = std::move(worker_metrics);
  Summary& summary = record.summary;
  summary.algorithm = trial.algorithm.name();
  summary.scenario = trial.scenario.name;
  summary.seed = trial.seed;
  summary.paradigm = trial.paradigm;
  summary.compression = trial.algorithm.compression().name();
  summary.collective = method.collective();
  summary.workers = experiment.workers;
  summary.parameters = parameters;
  if (const auto& diverged = world.diverged()) {
    summary.status = "diverged";
    summary.reason = diverged->what();
    summary.diverged_at = diverged->iteration();
  }
  summary.sim_time_s = world.now();
  summary.bytes_sent = world.bytes_sent();
  take_traffic(world.traffic(), world.host_names(), summary.sim_time_s, record);
  summarise(record);
  return record;
}

/// Gives the evaluations of a recorded run the times and bytes of this one: an evaluation is made when the last worker
/// has reported.
class EvaluationTimes {
 public:
  EvaluationTimes(const Recorded& recorded, int workers)
      : metrics_(recorded.metrics), worker_metrics_(recorded.worker_metrics), workers_(workers) {}

  /// Throws UsageError if more is reported than was evaluated.
  void report(const World& world, std::uint64_t iteration, const Recording& recording) {
    if (++reports_[iteration] < workers_) return;
    if (evaluated_ == metrics_.size() || metrics_[evaluated_].iteration != iteration) {
      throw UsageError(fmt::format("{}: the trace reports an iteration {} that was not evaluated",
                                   recording.file.string(), iteration));
    }
    MetricsRow& row = metrics_[evaluated_++];
    row.sim_time_s = world.now();
    row.bytes_sent = world.bytes_sent();
    for (; timed_ < worker_metrics_.size() && worker_metrics_[timed_].iteration == iteration; ++timed_) {
      worker_metrics_[timed_].sim_time_s = row.sim_time_s;
    }
    reports_.erase(iteration);
  }

  /// What was found there when it was trained; NaN if there is no such evaluation.
  [[nodiscard]] double train_loss_at(std::uint64_t iteration) const {
    const auto found = std::lower_bound(metrics_.begin(), metrics_.end(), iteration,
                                        [](const MetricsRow& row, std::uint64_t at) { return row.iteration < at; });
    return found == metrics_.end() ? std::nan("") : found->train_loss;
  }
  [[nodiscard]] const std::vector<MetricsRow>& metrics() const noexcept { return metrics_; }
  [[nodiscard]] const std::vector<WorkerMetricsRow>& worker_metrics() const noexcept { return worker_metrics_; }

 private:
  std::vector<MetricsRow> metrics_;
  std::vector<WorkerMetricsRow> worker_metrics_;
  int workers_;
  std::map<std::uint64_t, int> reports_;
  std::size_t evaluated_ = 0;
  std::size_t timed_ = 0;  ///< rows of worker_metrics_
};

double train_loss_of(const std::vector<MetricsRow>& rows) {
  return rows.empty() ? std::nan("") : rows.back().train_loss;
}

/// What `trace` holds beside operations. Throws UsageError if it is not the one that `recording` asks for.
Recorded recorded_in(const TraceFile& trace, const Recording& recording, int workers) {
  Recorded recorded = from_text(trace.text(), recording.file);
  if (recorded.learning != recording.learning || trace.workers() != workers) {
    throw UsageError(fmt::format("{}: the trace of another experiment, seed or version", recording.file.string()));
  }
  return recorded;
}

}  // namespace

void check_recording(const Recording& recording, int workers) {
  static_cast<void>(recorded_in(TraceFile(recording.file), recording, workers));
}

RunRecord train_trial(const Experiment& experiment, const Trial& trial, const Data& data, const Shares& shares,
                      int threads, const std::optional<Recording>& recording, SharedProgress& progress) {
  const Stopwatch stopwatch;
  const Problem problem(*experiment.model, data, shares, experiment.training.batch_size, trial.seed);
  const TrainingSettings& training = experiment.training_of(trial.algorithm);
  const auto method = experiment.method_in(trial.algorithm, trial.scenario);
  TaskPool pool(threads);
  Simulation simulation(experiment.platform_in(trial.scenario), experiment.compute, trial.seed, pool, method->pairs());
  Reporter reporter(problem, experiment.evaluation_settings(), training.regulariser(), experiment.workers, pool,
                    simulation);
  reporter.on_progress([&](std::uint64_t iteration) {
    progress.update(iteration, simulation.now(), train_loss_of(reporter.metrics()));
  });
  const auto train_on = [&](Worker& worker) {
    Learner learner(worker.rank(), problem, training, trial.algorithm.optimizer_state(),
                    trial.algorithm.exchanges_buffers());
    method->node(worker.rank())->run(worker, learner, reporter);
  };
  if (recording) {
    TraceWriter trace(recording->file, experiment.workers);
    reporter.on_report([&trace](int rank, std::uint64_t iteration) {
      trace.write(rank, {.kind = Operation::Kind::report, .iteration = iteration});
    });
    simulation.run([&](Worker& worker) {
      RecordingWorker recording_worker(worker, trace);
      train_on(recording_worker);
    });
    if (!simulation.diverged()) {
      trace.commit(
          to_text({recording->learning, problem.parameter_count(), reporter.metrics(), reporter.worker_metrics()}));
    }
  } else {
    simulation.run(train_on);
  }
  RunRecord record = record_of(experiment, trial, *method, simulation, reporter.metrics(), reporter.worker_metrics(),
                               problem.parameter_count());
  record.timing = stopwatch.timing(threads, false);
  return record;
}

RunRecord time_trial(const Experiment& experiment, const Trial& trial, const Recording& recording,
                     SharedProgress& progress) {
  const Stopwatch stopwatch;
  const TraceFile trace(recording.file);
  const Recorded recorded = recorded_in(trace, recording, experiment.workers);
  const Method& method = experiment.method_of(trial.algorithm);  // no network changes it, or it would not be recorded
  TaskPool pool(1);
  Simulation simulation(experiment.platform_in(trial.scenario), experiment.compute, trial.seed, pool, method.pairs());
  EvaluationTimes evaluations(recorded, experiment.workers);
  simulation.run([&](Worker& worker) {
    replay(worker, trace, [&](Worker& reporting, std::uint64_t iteration) {
      evaluations.report(simulation, iteration, recording);
      if (reporting.rank() == 0) progress.update(iteration, simulation.now(), evaluations.train_loss_at(iteration));
    });
  });
  RunRecord record = record_of(experiment, trial, method, simulation, evaluations.metrics(),
                               evaluations.worker_metrics(), recorded.parameters);
  record.timing = stopwatch.timing(1, true);
  return record;
}

}  // namespace lowband
