// SPDX-License-Identifier: Apache-2.0
#include "sim/report/recorded_metric.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/model.hpp"
#include "sim/base/error.hpp"
#include "sim/results/json_object.hpp"
#include "sim/results/layout.hpp"

namespace lowband {

namespace {

/// Whether the experiment's model learns by a cross-entropy; not so if it is none that is known here.
bool has_perplexity(const ResultsFolder& results) {
  const Json model = results.manifest.value(Json::json_pointer("/experiment/model"), Json());
  const Json name = model.is_object() ? model.value("name", Json()) : model;
  if (!name.is_string() || models().find(name.get<std::string>()) == nullptr) return false;
  return models()
      .read(model, Place((results.path / manifest_name).string()) / "experiment" / "model")
      ->has_perplexity();
}

bool is_applicable(const ResultsFolder& results, const Metric& metric) {
  return !metric.facts().needs_cross_entropy || has_perplexity(results);
}

bool any_has_server(const ResultsFolder& results) {
  return std::any_of(results.runs.begin(), results.runs.end(), has_server);
}

/// "workers or mean-model"
std::string those_recorded(const Metric& metric, const ResultsFolder& results) {
  std::vector<std::string> names;
  for (const TargetOf of : metric.facts().of) {
    names.push_back(name_of(of == TargetOf::mean_model && any_has_server(results) ? TargetOf::server : of));
  }
  return fmt::format("{}", fmt::join(names, " or "));
}

}  // namespace

bool has_metric(const ResultsFolder& results, const Metric& metric, TargetOf of) {
  if (!metric.is_recorded_of(of) || !is_applicable(results, metric)) return false;
  return std::any_of(results.runs.begin(), results.runs.end(), [&](const RunRecord& run) {
    return std::any_of(run.metrics.begin(), run.metrics.end(),
                       [&](const MetricsRow& row) { return !std::isnan(metric.value(row, of)); });
  });
}

void require_metric(const ResultsFolder& results, const Metric& metric, TargetOf of) {
  if (results.runs.empty() || has_metric(results, metric, of)) return;
  const auto fail = [&](const std::string& why) {
    throw UsageError(fmt::format("{}: {}", results.path.string(), why));
  };
  if (!is_applicable(results, metric)) {
    fail(fmt::format("there is no {}, as the model does not learn by a cross-entropy", metric.facts().title));
  }
  if (!metric.is_recorded_of(of)) {
    fail(fmt::format("the {} is not recorded of \"{}\": take --of {}", metric.facts().title, name_of(of),
                     those_recorded(metric, results)));
  }
  fail(metric.facts().absence);
}

bool has_server(const RunRecord& run) {
  return std::any_of(run.workers.begin(), run.workers.end(), [](const auto& node) { return node.role == "server"; });
}

TargetOf shown_of(const ResultsFolder& results, const Metric& metric, TargetOf of) {
  if (results.runs.empty() || has_metric(results, metric, of)) return of;
  return any_has_server(results) ? TargetOf::server : TargetOf::mean_model;
}

std::uint64_t samples_of(const ResultsFolder& results, const Metric& metric, TargetOf of) {
  if (metric.facts().samples == MetricSamples::none) return 0;
  const bool is_of_workers = of == TargetOf::workers || of == TargetOf::worst_worker;
  const std::string key = fmt::format("{}{}_samples", is_of_workers ? "worker_" : "",
                                      metric.facts().samples == MetricSamples::test ? "test" : "train");
  std::uint64_t samples = 0;
  const Json::json_pointer pointer = Json::json_pointer("/evaluation") / key;
  if (results.manifest.contains(pointer)) {
    from_json(results.manifest.at(pointer), Place((results.path / manifest_name).string()) / "evaluation" / key,
              samples);
  }
  return samples;
}

}  // namespace lowband
