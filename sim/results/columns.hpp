// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include "sim/results/run_record.hpp"

namespace lowband {

/// Whether results of format 1 (see manifest_file.hpp) have a column, or whether it may be missing there, as it was
/// added later: then the member is as in a new row.
enum class Since : std::uint8_t { format_1, later };

/// A column of a CSV file or a key of a JSON file, and the member that it holds.
template <class Row, class Value>
struct Column {
  std::string_view name;
  Value Row::*member;
  Since since = Since::format_1;
};

/// The columns of each struct that is written to a file, in the file's order. Writing and reading, CSV and JSON, all
/// come from this one statement; a new column is one line here, with Since::later.
template <class Row>
inline constexpr std::tuple<> columns{};

template <>
inline constexpr std::tuple columns<MetricsRow>{
    Column{"iteration", &MetricsRow::iteration},
    Column{"epoch", &MetricsRow::epoch},
    Column{"sim_time_s", &MetricsRow::sim_time_s},
    Column{"bytes_sent", &MetricsRow::bytes_sent},
    Column{"train_loss", &MetricsRow::train_loss},
    Column{"objective", &MetricsRow::objective},
    Column{"test_loss", &MetricsRow::test_loss},
    Column{"test_accuracy", &MetricsRow::test_accuracy},
    Column{"consensus_distance", &MetricsRow::consensus_distance},
    Column{"gradient_norm_sq", &MetricsRow::gradient_norm_sq},
    Column{"objective_gradient_norm_sq", &MetricsRow::objective_gradient_norm_sq},
    Column{"model_norm_sq", &MetricsRow::model_norm_sq},
    Column{"workers_test_accuracy", &MetricsRow::workers_test_accuracy},
    Column{"worst_worker_test_accuracy", &MetricsRow::worst_worker_test_accuracy},
    Column{"workers_test_loss", &MetricsRow::workers_test_loss},
    Column{"workers_train_loss", &MetricsRow::workers_train_loss},
    Column{"worst_worker_train_loss", &MetricsRow::worst_worker_train_loss},
    Column{"test_top5_accuracy", &MetricsRow::test_top5_accuracy, Since::later},
    Column{"mean_gradient_norm_sq", &MetricsRow::mean_gradient_norm_sq, Since::later},
};

template <>
inline constexpr std::tuple columns<WorkerMetricsRow>{
    Column{"iteration", &WorkerMetricsRow::iteration},   Column{"epoch", &WorkerMetricsRow::epoch},
    Column{"sim_time_s", &WorkerMetricsRow::sim_time_s}, Column{"worker", &WorkerMetricsRow::worker},
    Column{"test_loss", &WorkerMetricsRow::test_loss},   Column{"test_accuracy", &WorkerMetricsRow::test_accuracy},
};

template <>
inline constexpr std::tuple columns<WorkerRow>{
    Column{"worker", &WorkerRow::worker},
    Column{"host", &WorkerRow::host},
    Column{"bytes_sent", &WorkerRow::bytes_sent},
    Column{"bytes_received", &WorkerRow::bytes_received},
    Column{"messages_sent", &WorkerRow::messages_sent},
    Column{"compute_s", &WorkerRow::compute_s},
    Column{"wait_s", &WorkerRow::wait_s},
    Column{"role", &WorkerRow::role},
};

template <>
inline constexpr std::tuple columns<ServerRow>{
    Column{"server", &ServerRow::server},
    Column{"host", &ServerRow::host},
    Column{"role", &ServerRow::role},
    Column{"bytes_sent", &ServerRow::bytes_sent},
    Column{"bytes_received", &ServerRow::bytes_received},
    Column{"messages_received", &ServerRow::messages_received},
    Column{"mean_queued_s", &ServerRow::mean_queued_s},
    Column{"longest_queued_s", &ServerRow::longest_queued_s},
    Column{"mean_queue", &ServerRow::mean_queue},
    Column{"busy_share", &ServerRow::busy_share},
    Column{"steps", &ServerRow::steps},
    Column{"steps_per_s", &ServerRow::steps_per_s},
    Column{"link", &ServerRow::link},
    Column{"link_utilisation", &ServerRow::link_utilisation},
};

template <>
inline constexpr std::tuple columns<PeerRow>{
    Column{"from", &PeerRow::from},
    Column{"to", &PeerRow::to},
    Column{"messages", &PeerRow::messages},
    Column{"bytes", &PeerRow::bytes},
};

template <>
inline constexpr std::tuple columns<LinkRow>{
    Column{"link", &LinkRow::link},           Column{"bandwidth_Bps", &LinkRow::bandwidth_Bps},
    Column{"latency_s", &LinkRow::latency_s}, Column{"bytes", &LinkRow::bytes},
    Column{"busy_s", &LinkRow::busy_s},       Column{"mean_utilisation", &LinkRow::mean_utilisation},
};

template <>
inline constexpr std::tuple columns<TrafficRow>{
    Column{"sim_time_s", &TrafficRow::sim_time_s},
    Column{"bytes_sent", &TrafficRow::bytes_sent},
};

template <>
inline constexpr std::tuple columns<StalenessRow>{
    Column{"staleness", &StalenessRow::staleness},
    Column{"count", &StalenessRow::count},
    Column{"cumulative_share", &StalenessRow::cumulative_share},
};

template <>
inline constexpr std::tuple columns<Summary>{
    Column{"algorithm", &Summary::algorithm},
    Column{"scenario", &Summary::scenario},
    Column{"seed", &Summary::seed},
    Column{"paradigm", &Summary::paradigm},
    Column{"compression", &Summary::compression},
    Column{"collective", &Summary::collective},
    Column{"sizes", &Summary::sizes, Since::later},
    Column{"workers", &Summary::workers},
    Column{"parameters", &Summary::parameters},
    Column{"status", &Summary::status},
    Column{"reason", &Summary::reason},
    Column{"diverged_at", &Summary::diverged_at},
    Column{"iterations", &Summary::iterations},
    Column{"sim_time_s", &Summary::sim_time_s},
    Column{"bytes_sent", &Summary::bytes_sent},
    Column{"messages_sent", &Summary::messages_sent},
    Column{"bits_per_parameter", &Summary::bits_per_parameter},
    Column{"final", &Summary::final},
    Column{"best_test_accuracy", &Summary::best_test_accuracy},
    Column{"best_train_loss", &Summary::best_train_loss},
    Column{"changes_taken", &Summary::changes_taken, Since::later},
    Column{"mean_staleness", &Summary::mean_staleness, Since::later},
    Column{"staleness_50", &Summary::staleness_50, Since::later},
    Column{"staleness_95", &Summary::staleness_95, Since::later},
    Column{"staleness_99", &Summary::staleness_99, Since::later},
};

template <>
inline constexpr std::tuple columns<Timing>{
    Column{"real_s", &Timing::real_s},   Column{"threads", &Timing::threads},      Column{"host", &Timing::host},
    Column{"started", &Timing::started}, Column{"replayed", &Timing::is_replayed},
};

/// Calls visit(column) for every column of Row, in order.
template <class Row, class Visit>
constexpr void for_each_column(Visit&& visit) {
  static_assert(std::tuple_size_v<decltype(columns<Row>)> > 0, "this struct has no statement of its columns");
  std::apply([&visit](const auto&... column) { (visit(column), ...); }, columns<Row>);
}

}  // namespace lowband
