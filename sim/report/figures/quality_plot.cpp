#include "sim/report/figures/quality_plot.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/report/figures/target_parameters.hpp"

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
    return rule.of == quantity.of && (quantity.y == CurveY::test_accuracy ? rule.accuracy : rule.loss).has_value();
  });
}

bool any_has_accuracy(Results results, TargetOf of) {
  return std::any_of(results.begin(), results.end(),
                     [of](const ResultsFolder& folder) { return has_test_accuracy(folder, of); });
}

}  // namespace

void QualityPlot::parameters(Parameters& parameters) {
  Plot::parameters(parameters);
  declare_scale(parameters);
  declare_target(parameters, target_);
}

std::string QualityPlot::lack_of(Results results) const { return any_learned(results) ? "" : nothing_learned; }

CurveQuantity QualityPlot::quantity(Results results) const {
  const TargetOf of = common_of(results, target_);
  if (of_ == Of::accuracy && any_has_accuracy(results, TargetOf::mean_model)) return {CurveY::test_accuracy, of};
  const bool is_recorded = std::all_of(results.begin(), results.end(), [of](const ResultsFolder& folder) {
    return folder.runs.empty() || has_train_loss(folder, of);
  });
  if (!is_recorded && target_.of) {
    for (const auto& folder : results) require_train_loss(folder, of);
  }
  return {CurveY::train_loss, is_recorded ? of : TargetOf::mean_model};
}

void QualityPlot::check_effect(Results results) const {
  if (target_.targets.empty() && !target_.hold) return;
  const CurveQuantity shown = quantity(results);
  if (shows_target(shown, results, target_)) return;
  throw UsageError(fmt::format("{}: has no effect: this plot shows {}, which the target is not about",
                               target_.targets.empty() ? "--hold" : "--target",
                               shown.y == CurveY::test_accuracy ? "test accuracy" : "train loss"));
}

void QualityPlot::prepare(std::vector<RunGroup>& groups, Results results) const {
  if (shows_target(quantity(results), results, target_)) judge(groups, target_);
}

Figure QualityPlot::drawn(const PlotData& data) const {
  return curve_figure(data.groups, {x_, quantity(data.results), is_x_logarithmic()});
}

void OverTimePlot::parameters(Parameters& parameters) {
  Plot::parameters(parameters);
  declare_scale(parameters);
}

std::string OverTimePlot::lack_of(Results results) const {
  if (of_ == Of::traffic) return "";
  if (!any_learned(results)) return nothing_learned;
  if (of_ == Of::consensus || any_has_accuracy(results, TargetOf::worst_worker)) return "";
  return "no model of a worker was tested for its accuracy";
}

Figure OverTimePlot::drawn(const PlotData& data) const {
  CurveAxes axes{CurveX::time, {CurveY::consensus_distance}, is_x_logarithmic()};
  if (of_ == Of::traffic) axes.y = {CurveY::bytes_sent};
  if (of_ == Of::worker_accuracy) axes.y = {CurveY::test_accuracy, TargetOf::workers};
  axes.is_down_to_worst = of_ == Of::worker_accuracy;
  return curve_figure(data.groups, axes);
}

}  // namespace lowband
