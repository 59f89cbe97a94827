// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace lowband {

/// One evaluation, made when the last worker has synchronised at `iteration`: of the mean model, which theory is about,
/// and of the workers' own models, which somebody has. NaN stands for what a model does not have or nobody asked for.
struct MetricsRow {
  std::uint64_t iteration = 0;  ///< local SGD steps of one worker
  double epoch = 0.0;           ///< samples drawn by all workers / training samples
  double sim_time_s = 0.0;
  std::uint64_t bytes_sent = 0;  ///< by all workers until then, headers included
  double train_loss = 0.0;       ///< f(xbar) on a fixed subset of the training samples, without regulariser
  double objective = 0.0;        ///< f(xbar) + weight_decay / 2 ||xbar||^2, where the optimiser's decay is of this kind
  double test_loss = 0.0;
  double test_accuracy = 0.0;               ///< in [0, 1]
  double consensus_distance = 0.0;          ///< (1/M) sum_i ||x_i - xbar||^2
  double gradient_norm_sq = 0.0;            ///< ||grad f(xbar)||^2 on the same subset of the training samples
  double objective_gradient_norm_sq = 0.0;  ///< the same of the objective
  double model_norm_sq = 0.0;               ///< ||xbar||^2
  double workers_test_accuracy = 0.0;       ///< mean over the workers' own models, on the workers' test subset
  double worst_worker_test_accuracy = 0.0;  ///< the least of them
  double workers_test_loss = 0.0;           ///< mean over the workers' own models, on the same subset
  double workers_train_loss = 0.0;          ///< likewise, on the workers' training subset
  double worst_worker_train_loss = 0.0;     ///< the largest of them
  /// Of the mean model, in [0, 1]: labels among the five likeliest classes; NaN where there are no more than five.
  double test_top5_accuracy = std::numeric_limits<double>::quiet_NaN();
  /// Mean of gradient_norm_sq over the evaluations so far, this one included.
  double mean_gradient_norm_sq = std::numeric_limits<double>::quiet_NaN();
};

/// One evaluation of a worker's own model, made with that of the mean model, on the workers' test subset.
struct WorkerMetricsRow {
  std::uint64_t iteration = 0;
  double epoch = 0.0;
  double sim_time_s = 0.0;
  int worker = 0;
  double test_loss = 0.0;
  double test_accuracy = 0.0;  ///< in [0, 1]; NaN if the model has none
};

/// A node: a worker, or one that is there for something else.
struct WorkerRow {
  int worker = 0;  ///< its rank
  std::string host;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t messages_sent = 0;
  double compute_s = 0.0;  ///< simulated seconds inside compute
  double wait_s = 0.0;     ///< simulated seconds waiting for messages
  std::string role = "worker";
};

/// A node that is no worker.
struct ServerRow {
  int server = 0;  ///< its rank
  std::string host;
  std::string role;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t messages_received = 0;  ///< that its program has taken
  double mean_queued_s = 0.0;           ///< from the arrival of such a message until then; NaN if there was none
  double longest_queued_s = 0.0;
  double mean_queue = 0.0;  ///< messages that had arrived and were not taken yet, in the mean over time
  double busy_share = 0.0;  ///< of simulated time, in which it computed
  double steps = 0.0;       ///< of its model; NaN if that is not known
  double steps_per_s = 0.0;
  std::string link;               ///< the busiest of those next to it; "" if there was no message
  double link_utilisation = 0.0;  ///< LinkRow::mean_utilisation of it; NaN if there was no message
};

struct PeerRow {
  int from = 0;
  int to = 0;
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
};

struct LinkRow {
  std::string link;
  double bandwidth_Bps = 0.0;  ///< nominal, as in the platform after the scenario's changes
  double latency_s = 0.0;
  std::uint64_t bytes = 0;        ///< wire bytes of all messages whose route has this link
  double busy_s = 0.0;            ///< seconds that these bytes take at the link's full usable rate
  double mean_utilisation = 0.0;  ///< busy_s / simulated seconds of the run
};

/// A point of the cumulative traffic of all workers.
struct TrafficRow {
  double sim_time_s = 0.0;
  std::uint64_t bytes_sent = 0;
};

/// Changes of one staleness: how many steps a server made, or exchanges changed a worker's model, between the reading
/// of the model that a change began from and its being added.
struct StalenessRow {
  std::uint64_t staleness = 0;    ///< from 2048 on in steps of 0.1 %: see StalenessCounts
  std::uint64_t count = 0;        ///< changes
  double cumulative_share = 0.0;  ///< of the changes that were as stale or less, in (0, 1]
};

/// Summary::sizes where nothing was learned, and the sizes of codes depend on what is coded.
inline constexpr auto sizes_of_normal_vectors = "of normal vectors";

struct Summary {
  std::string algorithm;
  std::string scenario;
  std::uint64_t seed = 0;
  std::string paradigm;         ///< "all-reduce", "gossip", ...
  std::string compression;      ///< the codec's name, "none" without one
  std::string collective;       ///< of an all-reduce, the one that "auto" chose; "" without one
  std::string sizes = "exact";  ///< of messages; or sizes_of_normal_vectors
  int workers = 0;
  std::uint64_t parameters = 0;              ///< d
  std::string status = "finished";           ///< "finished", "unstable" or "diverged"
  std::string reason;                        ///< why it is not simply finished; "" if it is
  std::optional<std::uint64_t> diverged_at;  ///< the iteration at which it showed; empty: it did not diverge
  std::uint64_t iterations = 0;              ///< that every worker has done
  double sim_time_s = 0.0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t messages_sent = 0;
  double bits_per_parameter = 0.0;  ///< payload bits sent per vector coordinate they stand for; 0 if nothing was sent
  MetricsRow final;                 ///< the last evaluation
  double best_test_accuracy = 0.0;  ///< NaN if the model has none
  double best_train_loss = 0.0;
  std::uint64_t changes_taken = 0;                                   ///< of known staleness; 0 where none can be stale
  double mean_staleness = std::numeric_limits<double>::quiet_NaN();  ///< NaN where none was taken
  std::optional<std::uint64_t>
      staleness_50;  ///< the least that 50 % of them did not exceed; empty where none was taken
  std::optional<std::uint64_t> staleness_95;  ///< likewise
  std::optional<std::uint64_t> staleness_99;
};

/// Real time: the only part of a run that differs from one execution to the next.
struct Timing {
  double real_s = 0.0;
  int threads = 0;
  std::string host;
  std::string started;       ///< UTC, ISO 8601
  bool is_replayed = false;  ///< timed from a trace, not trained
};

/// All that one run (an algorithm in a scenario with a seed) leaves behind.
struct RunRecord {
  std::vector<MetricsRow> metrics;
  std::vector<WorkerMetricsRow> worker_metrics;  ///< by evaluation and worker; empty: not asked for
  std::vector<WorkerRow> workers;
  std::vector<ServerRow> servers;  ///< by rank; empty: all nodes are workers
  std::vector<PeerRow> peers;      ///< pairs that exchanged something, by (from, to)
  std::vector<LinkRow> links;      ///< by name
  std::vector<TrafficRow> traffic;
  std::vector<StalenessRow> staleness;  ///< ascending; empty: nothing can be stale
  Summary summary;
  Timing timing;
};

}  // namespace lowband
