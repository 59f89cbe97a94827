#include "sim/experiment/trial.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <ctime>
#include <limits>

#include "sim/algorithms/training.hpp"

namespace lowband {

namespace {

std::string machine_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string("unknown");
}

bool meets_target(const Experiment& experiment, const MetricsRow& row) {
  if (!experiment.target_accuracy && !experiment.target_loss) return false;
  const bool accurate = !experiment.target_accuracy || row.test_accuracy >= *experiment.target_accuracy;
  const bool low = !experiment.target_loss || row.train_loss <= *experiment.target_loss;
  return accurate && low;
}

void take_traffic(const Traffic& traffic, const std::vector<std::string>& hosts, double sim_time_s, double usable_share,
                  RunRecord& record) {
  for (std::size_t i = 0; i < traffic.workers.size(); ++i) {
    const auto& worker = traffic.workers[i];
    record.workers.push_back({static_cast<int>(i), hosts[i], worker.bytes_sent, worker.bytes_received,
                              worker.messages_sent, worker.compute_s, worker.wait_s});
    record.summary.messages_sent += worker.messages_sent;
  }
  for (const auto& [pair, peer] : traffic.peers)
    record.peers.push_back({pair.first, pair.second, peer.messages, peer.bytes});
  for (const auto& link : traffic.links) {
    const double busy_s = static_cast<double>(link.bytes) / (link.bandwidth_Bps * usable_share);
    record.links.push_back({link.name, link.bandwidth_Bps, link.latency_s, link.bytes, busy_s,
                            sim_time_s > 0.0 ? busy_s / sim_time_s : 0.0});
  }
  for (const auto& point : traffic.curve.points()) record.traffic.push_back({point.sim_time_s, point.bytes});
  if (traffic.coordinates > 0) {
    record.summary.bits_per_parameter =
        8.0 * static_cast<double>(traffic.payload_bytes) / static_cast<double>(traffic.coordinates);
  }
}

void summarise(const Experiment& experiment, RunRecord& record) {
  Summary& summary = record.summary;
  summary.target_accuracy = experiment.target_accuracy;
  summary.target_loss = experiment.target_loss;
  summary.best_test_accuracy = std::numeric_limits<double>::quiet_NaN();
  summary.best_train_loss = std::numeric_limits<double>::quiet_NaN();
  for (const auto& row : record.metrics) {  // fmax and fmin pass over NaN
    summary.best_test_accuracy = std::fmax(summary.best_test_accuracy, row.test_accuracy);
    summary.best_train_loss = std::fmin(summary.best_train_loss, row.train_loss);
    if (!summary.reached && meets_target(experiment, row)) {
      summary.reached = Target{row.iteration, row.sim_time_s, row.bytes_sent};
    }
  }
  if (!record.metrics.empty()) {
    summary.final = record.metrics.back();
    summary.iterations = summary.final.iteration;
  }
}

}  // namespace

RunRecord run_trial(const Experiment& experiment, const Trial& trial, const Data& data, const Shares& shares,
                    int threads, Progress& progress) {
  const auto begun = std::chrono::steady_clock::now();
  const auto started = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  TaskPool pool(threads);
  const Problem problem(*experiment.model, data, shares, experiment.batch_size, trial.seed);
  const PlatformSettings platform = experiment.platform_in(trial.scenario);
  Simulation simulation(platform, experiment.compute, trial.seed, pool);
  Observer observer(problem, experiment.evaluation, experiment.workers, pool, [&] { return simulation.bytes_sent(); });
  observer.on_progress([&](std::uint64_t iteration) {
    progress.update(iteration, simulation.now(),
                    observer.metrics().empty() ? std::nan("") : observer.metrics().back().train_loss);
  });
  simulation.run([&](Worker& worker) {
    train(worker, problem, trial.algorithm, experiment.sgd, experiment.iterations, observer);
  });

  RunRecord record;
  record.metrics = observer.metrics();
  Summary& summary = record.summary;
  summary.algorithm = trial.algorithm.name();
  summary.scenario = trial.scenario.name;
  summary.seed = trial.seed;
  summary.paradigm = trial.paradigm;
  summary.compression = trial.algorithm.compression().name;
  summary.workers = experiment.workers;
  summary.parameters = problem.parameter_count();
  summary.status = simulation.diverged() ? "diverged" : "finished";
  summary.reason = simulation.diverged().value_or("");
  summary.sim_time_s = simulation.now();
  summary.bytes_sent = simulation.bytes_sent();
  const double usable_bandwidth = std::stod(platform.network.configuration().at("network/bandwidth-factor"));
  take_traffic(simulation.traffic(), simulation.host_names(), summary.sim_time_s, usable_bandwidth, record);
  summarise(experiment, record);

  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begun;
  record.timing = {elapsed.count(), threads, machine_name(),
                   fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(started))};
  return record;
}

}  // namespace lowband
