// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/trial.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/base/error.hpp"
#include "sim/runs/evaluation_times.hpp"
#include "sim/runs/record.hpp"
#include "sim/runs/recorded.hpp"
#include "sim/runs/stopwatch.hpp"
#include "sim/timeline/timeline_file.hpp"
#include "sim/timeline/timeline_worker.hpp"
#include "sim/trace/recording_worker.hpp"
#include "sim/trace/replay.hpp"
#include "sim/world/idle_worker.hpp"

namespace lowband {

namespace {

/// A node, and what it learns with. They outlive the programs, of which one may refer to what another has left.
struct Seat {
  std::optional<Learner> learner;
  std::unique_ptr<Node> node;
};

double train_loss_of(const std::vector<MetricsRow>& rows) {
  return rows.empty() ? std::nan("") : rows.back().train_loss;
}

/// What `trace` holds beside operations. Throws UsageError if it is not the one that `recording` asks for.
Recorded recorded_in(const TraceFile& trace, const Recording& recording) {
  Recorded recorded = from_text(trace.text(), recording.file);
  if (recorded.learning != recording.learning || trace.nodes() != recording.nodes) {
    throw UsageError(fmt::format("{}: the trace of another experiment, seed or version", recording.file.string()));
  }
  return recorded;
}

/// What its recorder wrote down of a run that is over.
Timeline finished_timeline(TimelineRecorder& recorder, const Experiment& experiment, const Trial& trial,
                           const Simulation& simulation) {
  std::vector<std::string> roles(static_cast<std::size_t>(experiment.workers), "worker");
  for (const auto& other : trial.algorithm.other_nodes(experiment.workers)) roles.push_back(other.role);
  const Traffic traffic = simulation.traffic();
  return recorder.finished({traffic, simulation.host_names(), std::move(roles), simulation.routes()}, simulation.now());
}

/// A recorded run in another scenario.
struct Retrial {
  /// `stops`: the run ends with the last evaluation of `recorded`.
  Retrial(const Experiment& its_experiment, const Trial& trial, const Recorded& recorded, bool stops, TaskPool& pool)
      : experiment(its_experiment),
        method(experiment.method_of(trial.algorithm)),
        simulation(experiment.platform_in(trial.scenario, trial.algorithm),
                   experiment.compute_in(trial.scenario, trial.seed), trial.seed, pool, method.pairs()),
        evaluations(recorded, experiment.workers, experiment.reporter_settings(trial.algorithm).servers, stops) {}

  /// Goes through `trace`, from this file; `look` is told of the iterations that the first worker reports. A
  /// `recorder`, if there is one, writes down what happens.
  void replay(const TraceFile& trace, const std::filesystem::path& file, const std::function<void(std::uint64_t)>& look,
              TimelineRecorder* recorder = nullptr) {
    if (recorder != nullptr) simulation.observe(*recorder);
    const auto report = [&](Worker& reporting, std::uint64_t iteration) {
      if (recorder != nullptr) recorder->reported(reporting.rank(), iteration, simulation.now());
      if (reporting.rank() >= experiment.workers) {
        const auto [steps, is_first] = server_steps.try_emplace(reporting.rank(), 0);
        if (is_first) return;  // what it begins with
        ++steps->second;
        if (!evaluations.are_made_at(iteration)) return;
      }
      evaluations.report(simulation, iteration, file);
      if (reporting.rank() == 0) look(iteration);
    };
    simulation.run([&](Worker& worker) {
      if (recorder == nullptr) return lowband::replay(worker, trace, report);
      TimelineWorker written(worker, *recorder);
      lowband::replay(written, trace, report);
    });
  }

  const Experiment& experiment;
  const Method& method;  ///< no network changes it, or it would not be recorded
  Simulation simulation;
  EvaluationTimes evaluations;
  std::map<int, std::uint64_t> server_steps;
};

}  // namespace

Recorded read_recording(const Recording& recording) { return recorded_in(TraceFile(recording.file), recording); }

Trained train_trial(const Experiment& experiment, const Trial& trial, const Data& data, const Shares& shares,
                    int threads, const std::optional<Recording>& recording, SharedProgress& progress,
                    const std::function<void(const std::vector<MetricsRow>&)>& evaluated) {
  const Stopwatch stopwatch;
  const Problem problem(*experiment.model, data, shares, experiment.training.batch_size, trial.seed);
  const TrainingSettings& training = experiment.training_of(trial.algorithm);
  const auto method = experiment.method_in(trial.algorithm, trial.scenario, shares);
  const bool is_trained = experiment.model->is_trained();
  TaskPool pool(is_trained ? threads : 1);
  Simulation simulation(experiment.platform_in(trial.scenario, trial.algorithm),
                        experiment.compute_in(trial.scenario, trial.seed), trial.seed, pool, method->pairs());
  Reporter reporter(problem, experiment.reporter_settings(trial.algorithm), experiment.workers, pool, simulation);
  std::optional<RunRecord> stopped;
  const auto record = [&] {
    RunRecord made = record_of(experiment, trial, *method, simulation, reporter.metrics(), reporter.worker_metrics(),
                               reporter.server_steps(), problem.parameter_count());
    add_staleness(reporter.staleness(), made);
    return made;
  };
  reporter.on_progress([&](std::uint64_t iteration) {
    progress.update(iteration, simulation.now(), train_loss_of(reporter.metrics()));
  });
  if (evaluated) reporter.on_evaluation([&] { evaluated(reporter.metrics()); });
  std::vector<Seat> seats(simulation.host_names().size());
  std::optional<TimelineRecorder> recorder;
  if (experiment.timeline) simulation.observe(recorder.emplace(TimelineLimits()));
  const auto run_on = [&](Worker& worker) {
    Seat& seat = seats[static_cast<std::size_t>(worker.rank())];
    if (worker.rank() < experiment.workers) {
      seat.learner.emplace(worker.rank(), problem, training, trial.algorithm.optimizer_state(),
                           trial.algorithm.exchanges_buffers());
    }
    seat.node = method->node(worker.rank());
    seat.node->run(worker, seat.learner ? &*seat.learner : nullptr, reporter);
  };
  const auto train_on = [&](Worker& worker) {
    if (is_trained) return run_on(worker);
    IdleWorker idle(worker);
    run_on(idle);
  };
  const auto told = [&](int rank, std::uint64_t iteration) {
    if (recorder) recorder->reported(rank, iteration, simulation.now());
  };
  const auto run_all = [&](const std::function<void(Worker&)>& program) {
    simulation.run([&](Worker& worker) {
      if (!recorder) return program(worker);
      TimelineWorker written(worker, *recorder);
      program(written);
    });
  };
  bool has_trace = false;
  if (recording) {
    TraceWriter trace(recording->file, recording->nodes);
    // Elsewhere others may be ahead by then: the trace must tell what they do until they are, at most.
    reporter.on_stop(method->most_ahead(), [&] { stopped = record(); });
    reporter.on_report([&](int rank, std::uint64_t iteration) {
      trace.write({rank}, {.kind = TraceOperation::Kind::report, .iteration = iteration});
      told(rank, iteration);
    });
    run_all([&](Worker& worker) {
      RecordingWorker recording_worker(worker, trace, trial.algorithm.name());
      train_on(recording_worker);
      recording_worker.returned();
    });
    if (!simulation.diverged()) {
      trace.commit(
          to_text({recording->learning, problem.parameter_count(), reporter.metrics(), reporter.worker_metrics()}));
      has_trace = true;
    }
  } else {
    reporter.on_report(told);
    run_all(train_on);
  }
  Trained result{stopped ? std::move(*stopped) : record()};
  if (recorder && !has_trace) {
    result.timeline = to_bytes(finished_timeline(*recorder, experiment, trial, simulation));
  }
  result.record.timing = stopwatch.timing(pool.threads(), false);
  return result;
}

RunRecord time_trial(const Experiment& experiment, const Trial& trial, const Recording& recording,
                     SharedProgress& progress) {
  const Stopwatch stopwatch;
  const TraceFile trace(recording.file);
  const Recorded recorded = recorded_in(trace, recording);
  TaskPool pool(1);
  Retrial retrial(experiment, trial, recorded, experiment.evaluation.stop_at_target, pool);
  retrial.replay(trace, recording.file, [&](std::uint64_t iteration) {
    progress.update(iteration, retrial.simulation.now(), retrial.evaluations.train_loss_at(iteration));
  });
  RunRecord record = record_of(experiment, trial, retrial.method, retrial.simulation, retrial.evaluations.metrics(),
                               retrial.evaluations.worker_metrics(), retrial.server_steps, recorded.parameters);
  record.timing = stopwatch.timing(1, true);
  return record;
}

Timeline timeline_of_trial(const Experiment& experiment, const Trial& trial, const Recording& recording,
                           const TimelineLimits& limits) {
  const TraceFile trace(recording.file);
  const Recorded recorded = recorded_in(trace, recording);
  TaskPool pool(1);
  Retrial retrial(experiment, trial, recorded, experiment.evaluation.stop_at_target, pool);
  TimelineRecorder recorder(limits);
  retrial.replay(
      trace, recording.file, [](std::uint64_t /*iteration*/) {}, &recorder);
  return finished_timeline(recorder, experiment, trial, retrial.simulation);
}

double time_evaluation(const Experiment& experiment, const Trial& trial, const Recording& recording,
                       std::size_t evaluation) {
  const TraceFile trace(recording.file);
  Recorded recorded = recorded_in(trace, recording);
  recorded.metrics.resize(evaluation + 1);  // with which the run is over
  recorded.worker_metrics.clear();
  TaskPool pool(1);
  Retrial retrial(experiment, trial, recorded, true, pool);
  retrial.replay(trace, recording.file, [](std::uint64_t /*iteration*/) {});
  return retrial.evaluations.metrics().back().sim_time_s;
}

}  // namespace lowband
