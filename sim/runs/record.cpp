// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/record.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/runs/stability.hpp"

namespace lowband {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

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
    const double carried = static_cast<double>(link.bytes) - link.under_way;
    // Of some messages it is not known how far they have come: they count whole, but no link is busy for longer than
    // all.
    const double busy_s = std::min(carried / (link.bandwidth_Bps * traffic.usable_share), sim_time_s);
    record.links.push_back({link.name, link.bandwidth_Bps, link.latency_s, link.bytes, busy_s,
                            sim_time_s > 0.0 ? busy_s / sim_time_s : 0.0});
  }
  for (const auto& point : traffic.curve.points()) record.traffic.push_back({point.sim_time_s, point.bytes});
  if (traffic.coordinates > 0) {
    record.summary.bits_per_parameter =
        8.0 * static_cast<double>(traffic.payload_bytes) / static_cast<double>(traffic.coordinates);
  }
}

/// The busiest of the `links` next to a node; null if no message went along any.
const LinkRow* busiest_port(const Traffic& traffic, int node, const std::vector<LinkRow>& links) {
  const auto ports = traffic.ports.find(node);
  if (ports == traffic.ports.end()) return nullptr;
  return &links[*std::max_element(ports->second.begin(), ports->second.end(), [&links](std::size_t a, std::size_t b) {
    return links[a].mean_utilisation < links[b].mean_utilisation;
  })];
}

/// Nodes that are no workers. By Little's law the mean queue is what all messages waited together over the time.
void add_servers(const Traffic& traffic, const std::map<int, std::uint64_t>& server_steps, RunRecord& record) {
  const double sim_time_s = record.summary.sim_time_s;
  const auto over_time = [sim_time_s](double value) { return sim_time_s > 0.0 ? value / sim_time_s : none; };
  for (const WorkerRow& node : record.workers) {
    if (node.worker < record.summary.workers) continue;
    const NodeLedger& ledger = traffic.nodes[static_cast<std::size_t>(node.worker)];
    const auto received = static_cast<double>(ledger.messages_received);
    const auto steps = server_steps.find(node.worker);
    ServerRow& row = record.servers.emplace_back();
    row.server = node.worker;
    row.host = node.host;
    row.role = node.role;
    row.bytes_sent = node.bytes_sent;
    row.bytes_received = node.bytes_received;
    row.messages_received = ledger.messages_received;
    row.mean_queued_s = ledger.queue.waited_s / received;
    row.longest_queued_s = ledger.queue.longest_s;
    row.mean_queue = over_time(ledger.queue.waited_s);
    row.busy_share = over_time(node.compute_s);
    row.steps = steps == server_steps.end() ? none : static_cast<double>(steps->second);
    row.steps_per_s = over_time(row.steps);
    const LinkRow* link = busiest_port(traffic, node.worker, record.links);
    row.link = link != nullptr ? link->link : "";
    row.link_utilisation = link != nullptr ? link->mean_utilisation : none;
  }
}

void summarise(RunRecord& record) {
  Summary& summary = record.summary;
  summary.best_test_accuracy = none;
  summary.best_train_loss = none;
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
                    const std::map<int, std::uint64_t>& server_steps, std::uint64_t parameters) {
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
  const Traffic traffic = world.traffic();
  take_traffic(traffic, world.host_names(), trial.algorithm.other_nodes(experiment.workers), summary.sim_time_s,
               record);
  add_servers(traffic, server_steps, record);
  summarise(record);
  return record;
}

void add_staleness(const StalenessCounts& staleness, RunRecord& record) {
  if (staleness.total() == 0) return;
  record.staleness = staleness.rows();
  record.summary.changes_taken = staleness.total();
  record.summary.mean_staleness = staleness.mean();
  record.summary.staleness_50 = staleness.quantile(50);
  record.summary.staleness_95 = staleness.quantile(95);
  record.summary.staleness_99 = staleness.quantile(99);
}

}  // namespace lowband
