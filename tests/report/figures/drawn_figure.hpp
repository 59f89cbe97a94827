// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/figures/plot.hpp"
#include "tests/timeline/recorded.hpp"

namespace lowband::test {

/// The plot `kind` with these options.
inline std::unique_ptr<Plot> plot_of(const std::string& kind, const Json& options = Json::object()) {
  const auto* entry = plots().find(kind);
  REQUIRE(entry != nullptr);
  auto plot = entry->make();
  Parameters parameters;
  plot->parameters(parameters);
  const Place place = Place::options_of("plot");
  parameters.read(options, place);
  plot->check(place);
  return plot;
}

/// Details of runs that all have the same timeline, but for algorithms that have none, and the same routes.
class KnownDetails : public RunDetails {
 public:
  Timeline timeline = example_timeline();
  std::string without_timeline;  ///< an algorithm
  std::vector<NamedRoute> known_routes = {{0, 1, {"link_0", "link_1"}}, {1, 0, {"link_1", "link_0"}}};
  mutable std::size_t replays = 0;

  [[nodiscard]] std::optional<std::string> why_no_timeline(const FigureRun& run) const override {
    if (run.algorithm != without_timeline) return std::nullopt;
    return "it has no trace";
  }
  void timelines(std::span<const FigureRun> runs, const TimelineLimits& limits, std::optional<int> /*jobs*/,
                 const Look& look) const override {
    for (std::size_t i = 0; i < runs.size(); ++i, ++replays) look(i, between(timeline, limits.from_s, limits.to_s));
  }
  [[nodiscard]] std::vector<NamedRoute> routes(const FigureRun& /*run*/) const override { return known_routes; }
};

/// The figure that it makes of `results`.
inline Figure figure_of(const std::string& kind, const std::vector<ResultsFolder>& results,
                        const Json& options = Json::object(), const KnownDetails& details = {}) {
  return plot_of(kind, options)->figure(results, details);
}

/// The marks of one kind in a panel.
template <class Mark>
std::vector<Mark> marks_of(const FigurePanel& panel) {
  std::vector<Mark> marks;
  for (const auto& mark : panel.marks) {
    if (const auto* wanted = std::get_if<Mark>(&mark)) marks.push_back(*wanted);
  }
  return marks;
}

/// The labels of the legend, in its order.
inline std::vector<std::string> legend_of(const Figure& figure) {
  std::vector<std::string> labels;
  for (const auto& series : figure.series) {
    if (series.swatch != Swatch::none) labels.push_back(series.label);
  }
  return labels;
}

inline std::vector<std::string> titles_of(const Figure& figure) {
  std::vector<std::string> titles;
  for (const auto& panel : figure.panels) titles.push_back(panel.title);
  return titles;
}

/// "label (unit)" of an axis.
inline std::string text_of(const FigureAxis& axis) { return axis.label + " (" + std::string(axis.unit.symbol) + ")"; }

}  // namespace lowband::test
