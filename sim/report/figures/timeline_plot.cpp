// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/timeline_plot.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "sim/report/figures/panels.hpp"
#include "sim/report/panel_title.hpp"

namespace lowband {

namespace {

/// Those of `runs` that have a timeline; `without` tells of the others, by the reason.
std::vector<FigureRun> with_timelines(std::span<const FigureRun> runs, const RunDetails& details,
                                      std::map<std::string, std::vector<std::string>>& without) {
  std::vector<FigureRun> with;
  for (const auto& run : runs) {
    if (const auto reason = details.why_no_timeline(run)) {
      without[*reason].push_back(fmt::format("{}@{}", run.algorithm, run.record->summary.scenario));
    } else {
      with.push_back(run);
    }
  }
  return with;
}

}  // namespace

void TimelinePlot::parameters(Parameters& parameters) {
  Plot::parameters(parameters);
  parameters.text("from", from_, "simulated time from which on, such as 2s; \"\": the beginning");
  parameters.text("to", to_, "simulated time until which; \"\": the end");
  parameters.integer("jobs", jobs_, {.least = 1.0, .most = 256.0}, "", "replays at a time; without it one per core");
}

void TimelinePlot::check(const Place& place) {
  Plot::check(place);
  if (!from_.empty()) limits_.from_s = read_duration(from_, place / "from");
  if (!to_.empty()) limits_.to_s = read_duration(to_, place / "to");
  if (limits_.to_s <= limits_.from_s) (place / "to").fail(fmt::format("expected a time after --from, found {}", to_));
}

std::size_t TimelinePlot::most_runs() const { return most_panels; }

Figure TimelinePlot::of_runs(std::span<const FigureRun> runs, const RunDetails& details) const {
  std::map<std::string, std::vector<std::string>> without;
  auto shown = with_timelines(runs, details, without);
  if (shown.empty()) {
    throw UsageError(fmt::format("{}: there is nothing to plot: no run has a timeline: {}",
                                 runs.front().results->path.string(), without.begin()->first));
  }
  const std::size_t all = shown.size();
  if (all > most_runs()) shown.resize(most_runs());
  Figure figure = of_timelines([&](const auto& look) {
    details.timelines(shown, limits_, jobs_, [&](std::size_t i, Timeline timeline) {
      look(RunTimeline{shown[i].record->summary.scenario, shown[i].algorithm, std::move(timeline)});
    });
  });
  if (shown.size() < all) figure.notes.push_back(first_panels_note(shown.size(), all));
  for (const auto& [reason, names] : without) {
    figure.notes.push_back(fmt::format("Without a timeline: {}: {}.", listed(names), reason));
  }
  return figure;
}

}  // namespace lowband
