#include "sim/report/plots.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/report/curve_plot.hpp"
#include "sim/report/gnuplot.hpp"
#include "sim/report/link_plot.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

namespace {

using Results = std::span<const ResultsFolder>;

void check_kind(const std::string& kind) {
  const auto& kinds = plot_kinds();
  if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return;
  throw UsageError(fmt::format("--kind: expected a kind of plot, found \"{}\"{}", kind, did_you_mean(kind, kinds)));
}

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

/// What the plot draws upwards: an accuracy, unless it is one of losses or no model has any.
CurveQuantity quantity_of(const std::string& kind, Results results, const TargetOptions& options) {
  const TargetOf of = common_of(results, options);
  const bool accuracy = kind != "loss-iterations" &&
                        std::any_of(results.begin(), results.end(),
                                    [](const auto& folder) { return has_test_accuracy(folder, TargetOf::mean_model); });
  if (accuracy) return {CurveY::test_accuracy, of};
  const bool recorded = std::all_of(results.begin(), results.end(), [of](const ResultsFolder& folder) {
    return folder.runs.empty() || has_train_loss(folder, of);
  });
  if (!recorded && options.of) {
    for (const auto& folder : results) require_train_loss(folder, of);
  }
  return {CurveY::train_loss, recorded ? of : TargetOf::mean_model};
}

/// Whether any target is about what is drawn.
bool shows_target(CurveQuantity quantity, Results results, const TargetOptions& options) {
  return std::any_of(results.begin(), results.end(), [&](const ResultsFolder& folder) {
    const TargetRule rule = target_rule(folder, options);
    return rule.of == quantity.of && (quantity.y == CurveY::test_accuracy ? rule.accuracy : rule.loss).has_value();
  });
}

/// The curves over `x`, judged where the plot shows a target.
std::string quality_plot(const std::string& kind, CurveX x, Results results, const TargetOptions& options,
                         const std::filesystem::path& file) {
  auto groups = group_runs(results);
  const CurveQuantity quantity = quantity_of(kind, results, options);
  if (shows_target(quantity, results, options)) judge(groups, options);
  return curve_plot(curve_figure(groups, x, quantity), file);
}

}  // namespace

const std::vector<std::string>& plot_kinds() {
  static const std::vector<std::string> kinds{"accuracy-time", "accuracy-bytes", "loss-iterations", "link-bytes",
                                              "gradient-workers"};
  return kinds;
}

std::vector<std::string> default_plot_kinds() {
  std::vector<std::string> kinds = plot_kinds();
  std::erase(kinds, "gradient-workers");
  return kinds;
}

std::string plot_script(const std::string& kind, Results results, const TargetOptions& options,
                        const std::filesystem::path& file) {
  check_kind(kind);
  if (kind == "accuracy-time") return quality_plot(kind, CurveX::time, results, options, file);
  if (kind == "accuracy-bytes") return quality_plot(kind, CurveX::bytes, results, options, file);
  if (kind == "loss-iterations") return quality_plot(kind, CurveX::iteration, results, options, file);
  if (kind == "link-bytes") return link_plot(group_runs(results), file);
  const auto groups = labelled_by_algorithm(group_runs(results));
  return curve_plot(curve_figure(groups, CurveX::workers, {CurveY::gradient_norm_sq}), file);
}

void check_effect(const TargetOptions& options, const std::string& kind, Results results) {
  check_kind(kind);
  if (options.empty()) return;
  const char* given = !options.targets.empty() ? "--target" : options.hold ? "--hold" : "--of";
  if (kind == "link-bytes" || kind == "gradient-workers") {
    throw UsageError(fmt::format("{}: has no effect on the plot {}", given, kind));
  }
  const CurveQuantity quantity = quantity_of(kind, results, options);
  if ((options.targets.empty() && !options.hold) || shows_target(quantity, results, options)) return;
  throw UsageError(fmt::format("{}: has no effect: this plot {} shows {}, which the target is not about", given, kind,
                               quantity.y == CurveY::test_accuracy ? "test accuracy" : "train loss"));
}

void draw_plot(const std::string& kind, Results results, const TargetOptions& options,
               const std::filesystem::path& file) {
  write_whole(file, run_gnuplot(plot_script(kind, results, options, file)));
}

}  // namespace lowband
