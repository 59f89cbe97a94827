#include "sim/report/plots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "sim/base/error.hpp"
#include "sim/report/curve_plot.hpp"
#include "sim/report/gnuplot.hpp"
#include "sim/report/link_plot.hpp"
#include "sim/report/staleness_plot.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

namespace {

using Results = std::span<const ResultsFolder>;

/// What results must tell of, so that there is something to draw.
enum class Needs : std::uint8_t { traffic, learning, staleness };

struct PlotKind {
  const char* name;
  /// Makes the script of the figure.
  std::string (*script)(const PlotKind&, Results, const TargetOptions&, const std::filesystem::path& file);
  Needs needs = Needs::learning;
  CurveX x = CurveX::time;    ///< of curves
  bool has_target = false;    ///< a target can be shown
  bool is_of_losses = false;  ///< whether or not the models have accuracies
  bool is_asked_for = false;  ///< drawn only where it is asked for
};

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
CurveQuantity quantity_of(const PlotKind& kind, Results results, const TargetOptions& options) {
  const TargetOf of = common_of(results, options);
  const bool accuracy = !kind.is_of_losses && std::any_of(results.begin(), results.end(), [](const auto& folder) {
    return has_test_accuracy(folder, TargetOf::mean_model);
  });
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
std::string quality_plot(const PlotKind& kind, Results results, const TargetOptions& options,
                         const std::filesystem::path& file) {
  auto groups = group_runs(results);
  const CurveQuantity quantity = quantity_of(kind, results, options);
  if (shows_target(quantity, results, options)) judge(groups, options);
  return curve_plot(curve_figure(groups, kind.x, quantity), file);
}

std::string traffic_plot(const PlotKind& /*kind*/, Results results, const TargetOptions& /*options*/,
                         const std::filesystem::path& file) {
  return link_plot(group_runs(results), file);
}

std::string gradient_plot(const PlotKind& kind, Results results, const TargetOptions& /*options*/,
                          const std::filesystem::path& file) {
  const auto groups = labelled_by_algorithm(group_runs(results));
  return curve_plot(curve_figure(groups, kind.x, {CurveY::gradient_norm_sq}), file);
}

std::string distribution_plot(const PlotKind& /*kind*/, Results results, const TargetOptions& /*options*/,
                              const std::filesystem::path& file) {
  return staleness_plot(group_runs(results), file);
}

constexpr std::array kinds = {
    PlotKind{.name = "accuracy-time", .script = quality_plot, .x = CurveX::time, .has_target = true},
    PlotKind{.name = "accuracy-bytes", .script = quality_plot, .x = CurveX::bytes, .has_target = true},
    PlotKind{.name = "loss-iterations",
             .script = quality_plot,
             .x = CurveX::iteration,
             .has_target = true,
             .is_of_losses = true},
    PlotKind{.name = "link-bytes", .script = traffic_plot, .needs = Needs::traffic},
    PlotKind{.name = "staleness", .script = distribution_plot, .needs = Needs::staleness},
    PlotKind{.name = "gradient-workers", .script = gradient_plot, .x = CurveX::workers, .is_asked_for = true},
};

const PlotKind& kind_of(const std::string& name) {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const PlotKind& kind) { return kind.name == name; });
  if (found != kinds.end()) return *found;
  throw UsageError(
      fmt::format("--kind: expected a kind of plot, found \"{}\"{}", name, did_you_mean(name, plot_kinds())));
}

/// Why there is nothing to draw.
const char* lack_of(const PlotKind& kind) {
  if (kind.needs == Needs::staleness) {
    return "no run tells of staleness, which servers and gossip have where there are no rounds";
  }
  return "nothing was learned; --kind link-bytes shows the traffic";
}

}  // namespace

std::vector<std::string> plot_kinds() {
  std::vector<std::string> names;
  for (const auto& kind : kinds) names.emplace_back(kind.name);
  return names;
}

std::vector<std::string> default_plot_kinds() {
  std::vector<std::string> names;
  for (const auto& kind : kinds) {
    if (!kind.is_asked_for) names.emplace_back(kind.name);
  }
  return names;
}

bool shows_something(const std::string& kind, Results results) {
  switch (kind_of(kind).needs) {
    case Needs::traffic:
      return true;
    case Needs::staleness:
      return std::any_of(results.begin(), results.end(), tells_of_staleness);
    case Needs::learning:
      break;
  }
  return std::any_of(results.begin(), results.end(), was_learned);
}

std::string plot_script(const std::string& kind, Results results, const TargetOptions& options,
                        const std::filesystem::path& file) {
  const PlotKind& known = kind_of(kind);
  if (!shows_something(kind, results)) {
    throw UsageError(fmt::format("{}: there is nothing to plot: {}", results.front().path.string(), lack_of(known)));
  }
  return known.script(known, results, options, file);
}

void check_effect(const TargetOptions& options, const std::string& kind, Results results) {
  const PlotKind& known = kind_of(kind);
  if (options.empty()) return;
  const char* given = !options.targets.empty() ? "--target" : options.hold ? "--hold" : "--of";
  if (!known.has_target) throw UsageError(fmt::format("{}: has no effect on the plot {}", given, kind));
  const CurveQuantity quantity = quantity_of(known, results, options);
  if ((options.targets.empty() && !options.hold) || shows_target(quantity, results, options)) return;
  throw UsageError(fmt::format("{}: has no effect: this plot {} shows {}, which the target is not about", given, kind,
                               quantity.y == CurveY::test_accuracy ? "test accuracy" : "train loss"));
}

void draw_plot(const std::string& kind, Results results, const TargetOptions& options,
               const std::filesystem::path& file) {
  write_whole(file, run_gnuplot(plot_script(kind, results, options, file)));
}

}  // namespace lowband
