#include "sim/runs/record.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "sim/runs/stability.hpp"

namespace lowband {

namespace {

void take_traffic(const Traffic& traffic, const std::vector<std::string>& hosts, const std::vector<NodePlace>& others,
                  double sim_time_s, RunRecord& record) {
  const std::size_t workers = traffic.nodes.size() - others.size();
  for (std::size_t i = 0; i < traffic.nodes.size(); ++i) {
    const auto& node = traffic.nodes[i];
    record.workers.push_back({static_cast<int>(i), hosts[i], node.bytes_sent, node.bytes_received, node.messages_sent,
                              node.compute_s, node.wait_s, i < workers ? "worker" : others[i - workers].role});
    record.summary.messages_sent += node.messages_sent;
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

}  // namespace

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
  if (!experiment.model->is_trained() && !trial.algorithm.has_known_sizes()) summary.sizes = sizes_of_normal_vectors;
  summary.workers = experiment.workers;
  summary.parameters = parameters;
  if (const auto& diverged = world.diverged()) {
    summary.status = "diverged";
    summary.reason = diverged->what();
    summary.diverged_at = diverged->iteration();
  }
  summary.sim_time_s = world.now();
  summary.bytes_sent = world.bytes_sent();
  take_traffic(world.traffic(), world.host_names(), trial.algorithm.other_nodes(experiment.workers), summary.sim_time_s,
               record);
  summarise(record);
  return record;
}

}  // namespace lowband
