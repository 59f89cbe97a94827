// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/name_pattern.hpp"
#include "sim/report/figures/best_algorithms.hpp"
#include "sim/report/figures/panels.hpp"
#include "sim/report/figures/series.hpp"
#include "sim/report/target_options.hpp"

namespace lowband {

namespace {

std::vector<RunGroup> in_scenarios(const std::string& pattern, const std::vector<RunGroup>& groups) {
  std::vector<RunGroup> wanted;
  for (const auto& group : groups) {
    if (is_or_matches(pattern, group.scenario)) wanted.push_back(group);
  }
  if (wanted.empty()) {
    throw UsageError(fmt::format("--scenario: no scenario matches \"{}\"{}", pattern,
                                 did_you_mean(pattern, distinct(groups, &RunGroup::scenario))));
  }
  return wanted;
}

/// Judges groups that nobody has judged by the experiments' own targets, as far as these can be, so that all figures of
/// some results show the same algorithms.
std::vector<RunGroup> judged(const std::vector<RunGroup>& groups) {
  const auto is_judged = [](const RunGroup& group) { return !group.reached.empty(); };
  if (std::any_of(groups.begin(), groups.end(), is_judged) || !was_learned(*groups.front().results)) return groups;
  std::vector<RunGroup> judged = groups;
  try {
    judge(judged, {});
  } catch (const UsageError&) {
    return groups;  // of a target that was not recorded; whoever shows it says so
  }
  return judged;
}

/// Those of `groups` that have the label of one of `best`.
std::vector<RunGroup> labelled_as(const std::vector<RunGroup>& best, std::vector<RunGroup> groups) {
  const auto labels = distinct(best, &RunGroup::label);
  std::erase_if(groups, [&labels](const RunGroup& group) {
    return std::find(labels.begin(), labels.end(), group.label) == labels.end();
  });
  return groups;
}

}  // namespace

void Plot::parameters(Parameters& parameters) {
  parameters.text("only", only_, "only algorithms whose ALGORITHM or ALGORITHM@SCENARIO matches this shell pattern");
  parameters.text("scenario", scenario_, "only scenarios that match this shell pattern");
  declare_page(parameters);
}

void Plot::check(const Place& place) { page_.check(place); }

Figure Plot::figure(std::span<const ResultsFolder> results, const RunDetails& details) const {
  Figure figure = whole_figure(results, details, others_hint);
  limit_panels(figure);
  page_.apply_to(figure);
  return figure;
}

Figure Plot::page_figure(std::span<const ResultsFolder> results, const RunDetails& details) const {
  return whole_figure(results, details, ".");
}

Figure Plot::whole_figure(std::span<const ResultsFolder> results, const RunDetails& details, const char* hint) const {
  if (const auto lack = lack_of(results); !lack.empty()) {
    throw UsageError(fmt::format("{}: there is nothing to plot: {}", results.front().path.string(), lack));
  }
  auto groups = group_runs(results);
  if (only_ != "*") groups = groups_matching(only_, groups);
  if (scenario_ != "*") groups = in_scenarios(scenario_, groups);
  prepare(groups, results);
  const auto best = best_algorithms(judged(groups), most_algorithms());
  Figure figure = drawn({labelled_as(best.groups, std::move(groups)), results, details});
  if (!best.note.empty()) figure.notes.push_back(best.note + hint);
  return figure;
}

std::string Plot::lack_of(std::span<const ResultsFolder> /*results*/) const { return ""; }

std::size_t Plot::most_algorithms() const { return most_curves; }

void Plot::declare_scale(Parameters& parameters, Scale scale) {
  std::vector<Choice> choices;
  if (scale == Scale::by_range) choices.push_back({"auto", "logarithmic where values differ by more than ten times"});
  choices.push_back({"linear", "equal distances are equal differences"});
  choices.push_back({"log", "equal distances are equal ratios; what is not above 0 is left out"});
  if (scale == Scale::linear) x_ = "linear";
  if (scale == Scale::logarithmic) x_ = "log";
  parameters.choice("x", x_, std::move(choices), "scale of the x axis");
}

std::optional<bool> Plot::is_x_logarithmic() const {
  if (x_ == "auto") return std::nullopt;
  return x_ == "log";
}

bool any_learned(std::span<const ResultsFolder> results) {
  return std::any_of(results.begin(), results.end(), was_learned);
}

}  // namespace lowband
