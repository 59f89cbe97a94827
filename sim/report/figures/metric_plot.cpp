// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/metric_plot.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/report/figures/target_parameters.hpp"
#include "sim/report/recorded_metric.hpp"

namespace lowband {

namespace {

using Results = std::span<const ResultsFolder>;

/// Whom all targets are about: a figure has one axis for all results.
TargetOf common_of(Results results, const TargetOptions& options) {
  const TargetOf first = target_rule(results.front(), options).of;
  for (const auto& folder : results) {
    const TargetOf other = target_rule(folder, options).of;
    if (other == first) continue;
    throw UsageError(fmt::format("the targets of {} are about \"{}\", those of {} about \"{}\": choose one with --of",
                                 results.front().path.string(), name_of(first), folder.path.string(), name_of(other)));
  }
  return first;
}

/// Whether any target is about what is drawn.
bool shows_target(CurveQuantity quantity, Results results, const TargetOptions& options) {
  return std::any_of(results.begin(), results.end(), [&](const ResultsFolder& folder) {
    const TargetRule rule = target_rule(folder, options);
    return rule.of == quantity.of && rule.value_of(quantity.metric->name()).has_value();
  });
}

bool any_has(Results results, const Metric& metric, TargetOf of) {
  return std::any_of(results.begin(), results.end(),
                     [&](const ResultsFolder& folder) { return has_metric(folder, metric, of); });
}

}  // namespace

void MetricPlot::parameters(Parameters& parameters) {
  Plot::parameters(parameters);
  parameters.text("y", y_,
                  fmt::format("what is drawn upwards, a metric: see \"lowband list metrics\"; \"\": {}",
                              std::string(usual_) == "loss" ? "loss" : "accuracy, or the loss where there is none"));
  declare_scale(parameters);
  declare_target(parameters, target_);
}

void MetricPlot::check(const Place& place) {
  Plot::check(place);
  if (!y_.empty()) static_cast<void>(metric_of_option("--y", y_));
}

std::string MetricPlot::lack_of(Results results) const {
  const bool is_of_traffic = !y_.empty() && metric_named(y_).facts().form == MetricForm::bytes;
  return is_of_traffic || any_learned(results) ? "" : nothing_learned;
}

std::string MetricPlot::file_name(const std::string& kind) const { return y_.empty() ? kind : y_ + '-' + kind; }

const Metric& MetricPlot::metric(Results results) const {
  if (!y_.empty()) return metric_named(y_);
  const Metric& usual = metric_named(usual_);
  return any_has(results, usual, TargetOf::mean_model) ? usual : metric_named("loss");
}

CurveQuantity MetricPlot::quantity(Results results) const {
  const Metric& shown = metric(results);
  if (!shown.is_of_a_model()) return {&shown};
  const TargetOf of = common_of(results, target_);
  const bool is_recorded = std::all_of(results.begin(), results.end(), [&](const ResultsFolder& folder) {
    return folder.runs.empty() || has_metric(folder, shown, of);
  });
  if (is_recorded) return {&shown, of};
  const TargetOf other = target_.of ? of : shown_of(results.front(), shown, of);
  for (const auto& folder : results) {
    if (target_.of || !y_.empty()) require_metric(folder, shown, other);
  }
  return {&shown, other};
}

void MetricPlot::check_effect(Results results) const {
  if (target_.of && !metric(results).is_of_a_model()) {
    throw UsageError(fmt::format("--of: has no effect: {} is of no one model", metric(results).name()));
  }
  if (target_.targets.empty() && !target_.hold) return;
  const CurveQuantity shown = quantity(results);
  if (shows_target(shown, results, target_)) return;
  throw UsageError(fmt::format("{}: has no effect: this plot shows {}, which the target is not about",
                               target_.targets.empty() ? "--hold" : "--target", shown.metric->facts().title));
}

void MetricPlot::prepare(std::vector<RunGroup>& groups, Results results) const {
  if (shows_target(quantity(results), results, target_)) judge(groups, target_);
}

Figure MetricPlot::drawn(const PlotData& data) const {
  return curve_figure(data.groups, {x_, quantity(data.results), is_x_logarithmic()});
}

void WorkerAccuracyPlot::parameters(Parameters& parameters) {
  Plot::parameters(parameters);
  declare_scale(parameters);
}

std::string WorkerAccuracyPlot::lack_of(Results results) const {
  if (!any_learned(results)) return nothing_learned;
  if (any_has(results, metric_named("accuracy"), TargetOf::worst_worker)) return "";
  return "no model of a worker was tested for its accuracy";
}

Figure WorkerAccuracyPlot::drawn(const PlotData& data) const {
  CurveAxes axes{CurveX::time, {find_metric("accuracy"), TargetOf::workers}, is_x_logarithmic()};
  axes.is_down_to_worst = true;
  return curve_figure(data.groups, axes);
}

}  // namespace lowband
