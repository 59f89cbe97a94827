// SPDX-License-Identifier: Apache-2.0
#include "sim/report/run_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "sim/report/recorded_metric.hpp"
#include "sim/report/swept_values.hpp"
#include "sim/report/units.hpp"
#include "sim/results/json_object.hpp"

namespace lowband {

namespace {

/// Mean over the workers of a part of their time, as a share of that of the run.
double share_of(const RunRecord& run, double WorkerRow::*seconds) {
  double sum = 0.0;
  double workers = 0.0;
  for (const WorkerRow& node : run.workers) {
    if (node.role != "worker") continue;
    sum += node.*seconds;
    workers += 1.0;
  }
  return sum / workers / run.summary.sim_time_s;
}

std::string human_share(double share) { return fmt::format("{:.2f} %", 100.0 * share); }
std::string four_digits(double value) { return fmt::format("{:.4g}", value); }

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

RunColumn text(const char* name, std::function<Json(const RunLine&)> value) {
  return {name, name, Better::less, value};
}

RunColumn stated(const char* name, const char* path) {
  return {name, name, Better::less, [path](const RunLine& line) { return value_at(line.algorithm, path); }};
}

RunColumn final_figure(const char* name, const char* header, double MetricsRow::*figure, Better better,
                       std::string (*shown)(double)) {
  return {name, header, better, [figure](const RunLine& line) { return to_json(line.run->summary.final.*figure); },
          shown};
}

/// What runs were, before the values that are swept.
void add_settings(std::vector<RunColumn>& columns, bool is_one_experiment) {
  columns.push_back(text("experiment", [](const RunLine& line) { return Json(line.group->experiment); }));
  if (is_one_experiment) columns.back().header.clear();
  columns.push_back(text("scenario", [](const RunLine& line) { return Json(line.group->scenario); }));
  columns.push_back(text("algorithm", [](const RunLine& line) { return Json(line.group->algorithm); }));
  columns.push_back(text("paradigm", [](const RunLine& line) { return Json(line.group->paradigm); }));
  columns.push_back(stated("method", "method"));
  columns.push_back(text("collective", [](const RunLine& line) { return text_or_null(line.run->summary.collective); }));
  columns.push_back(stated("topology", "topology.name"));
  columns.push_back({"local_steps", "K", Better::less, [](const RunLine& line) {
                       const Json by_name = value_at(line.algorithm, "local_steps.name");
                       return by_name.is_null() ? value_at(line.algorithm, "local_steps") : by_name;
                     }});
  columns.push_back(text("codec", [](const RunLine& line) { return Json(line.run->summary.compression); }));
  columns.push_back(stated("bits", "compression.bits"));
}

/// The paths that one of add_settings() shows already.
constexpr std::array shown_paths{"paradigm",    "method",           "topology.name",
                                 "local_steps", "compression.name", "compression.bits"};

void add_swept(std::vector<RunColumn>& columns, std::span<const ResultsFolder> results) {
  for (const auto& path : swept_paths(results)) {
    if (std::find(shown_paths.begin(), shown_paths.end(), path) != shown_paths.end()) continue;
    columns.push_back(
        {path, path, Better::less, [path](const RunLine& line) { return value_at(line.algorithm, path); }});
  }
}

void add_place(std::vector<RunColumn>& columns) {
  columns.push_back(text("workers", [](const RunLine& line) { return Json(line.run->summary.workers); }));
  columns.push_back({"bandwidth_Bps", "bandwidth", Better::more,
                     [](const RunLine& line) { return to_json(line.network.bandwidth_Bps); }, human_rate});
  columns.push_back({"latency_s", "latency", Better::less,
                     [](const RunLine& line) { return to_json(line.network.latency_s); }, human_seconds});
  columns.push_back(text("seed", [](const RunLine& line) { return Json(line.run->summary.seed); }));
  columns.push_back(text("status", [](const RunLine& line) { return Json(line.run->summary.status); }));
}

void add_target(std::vector<RunColumn>& columns) {
  columns.push_back(
      {"time_to_target_s", "time to target", Better::less,
       [](const RunLine& line) { return line.reached ? to_json(line.reached->sim_time_s) : Json(nullptr); },
       human_seconds});
  columns.push_back({"bytes_to_target", "bytes to target", Better::less,
                     [](const RunLine& line) { return line.reached ? Json(line.reached->bytes_sent) : Json(nullptr); },
                     human_bytes});
  columns.push_back({"iterations_to_target", "", Better::less, [](const RunLine& line) {
                       return line.reached ? Json(line.run->metrics[line.reached->evaluation].iteration)
                                           : Json(nullptr);
                     }});
  columns.push_back({"reached_at_the_end_only", "", Better::less,
                     [](const RunLine& line) { return line.reached ? Json(line.reached->is_short) : Json(nullptr); }});
  columns.push_back({"lost_target_again", "", Better::less,
                     [](const RunLine& line) { return line.reached ? Json(line.reached->is_lost) : Json(nullptr); }});
}

void add_outcome(std::vector<RunColumn>& columns) {
  const auto add = [&columns](const char* name, const char* header, auto Summary::*figure,
                              std::string (*shown)(double)) {
    columns.push_back({name, header, Better::less,
                       [figure](const RunLine& line) { return to_json(line.run->summary.*figure); }, shown});
  };
  add("iterations", "iterations", &Summary::iterations, nullptr);
  add("sim_time_s", "total time", &Summary::sim_time_s, human_seconds);
  add("bytes_sent", "total bytes", &Summary::bytes_sent, human_bytes);
  add("bits_per_parameter", "bits/param", &Summary::bits_per_parameter, four_digits);
  add("mean_staleness", "staleness", &Summary::mean_staleness, four_digits);
  columns.push_back(
      final_figure("workers_test_accuracy", "accuracy", &MetricsRow::workers_test_accuracy, Better::more, human_share));
  columns.push_back(final_figure("worst_worker_test_accuracy", "worst worker", &MetricsRow::worst_worker_test_accuracy,
                                 Better::more, human_share));
  columns.push_back(final_figure("test_accuracy", "mean model", &MetricsRow::test_accuracy, Better::more, human_share));
  columns.push_back(
      final_figure("workers_train_loss", "train loss", &MetricsRow::workers_train_loss, Better::less, four_digits));
  columns.push_back(final_figure("worst_worker_train_loss", "worst loss", &MetricsRow::worst_worker_train_loss,
                                 Better::less, four_digits));
  columns.push_back(
      final_figure("train_loss", "mean model's loss", &MetricsRow::train_loss, Better::less, four_digits));
  columns.push_back(
      final_figure("consensus_distance", "consensus", &MetricsRow::consensus_distance, Better::less, four_digits));
  columns.push_back({"compute_share", "computing", Better::more,
                     [](const RunLine& line) { return to_json(share_of(*line.run, &WorkerRow::compute_s)); },
                     human_share});
  columns.push_back({"wait_share", "waiting", Better::less,
                     [](const RunLine& line) { return to_json(share_of(*line.run, &WorkerRow::wait_s)); },
                     human_share});
}

/// At the end; of whom the target is about, or, as it was not recorded, of the mean model or the server's.
void add_metric(std::vector<RunColumn>& columns, const Metric& metric, std::span<const ResultsFolder> results) {
  std::map<std::pair<const ResultsFolder*, TargetOf>, TargetOf> whose;  // looked up, never gone through
  for (const auto& folder : results) {
    for (const TargetOf of : {TargetOf::workers, TargetOf::worst_worker, TargetOf::mean_model, TargetOf::server}) {
      const TargetOf shown = shown_of(folder, metric, of);
      if (has_metric(folder, metric, shown)) whose[{&folder, of}] = shown;
    }
  }
  const auto value = [&metric, whose = std::move(whose)](const RunLine& line) {
    const auto of = whose.find({line.group->results, line.group->target.of});
    return of == whose.end() ? Json(nullptr) : to_json(metric.value(line.run->summary.final, of->second));
  };
  const auto shown = [&metric] {
    switch (metric.facts().form) {
      case MetricForm::share:
        return human_share;
      case MetricForm::bytes:
        return human_bytes;
      case MetricForm::number:
        break;
    }
    return four_digits;
  };
  columns.push_back({metric.name(), metric.name(), metric.facts().better, value, shown()});
}

}  // namespace

std::vector<RunColumn> run_columns(std::span<const ResultsFolder> results, std::span<const Metric* const> metrics) {
  std::vector<RunColumn> columns;
  add_settings(columns, results.size() == 1);
  add_swept(columns, results);
  add_place(columns);
  add_target(columns);
  add_outcome(columns);
  for (const Metric* metric : metrics) add_metric(columns, *metric, results);
  return columns;
}

}  // namespace lowband
