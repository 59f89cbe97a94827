#include "sim/report/figures/traffic_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/report/figures/node_axis.hpp"
#include "sim/timeline/link_use.hpp"

namespace lowband {

namespace {

/// Colours that people with colour blindness can tell apart (Okabe and Ito 2008); then they come round again, dashed.
FigureSeries curve_series(std::string label, std::size_t index) {
  constexpr std::array colours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                  "#e69f00", "#56b4e9", "#000000", "#999999"};
  const Dash dash = index / colours.size() % 2 == 0 ? Dash::solid : Dash::dashed;
  return {.label = std::move(label), .style = {.colour = colours.at(index % colours.size()), .dash = dash}};
}

/// A curve that is `value(bin)` in each part of the time.
template <class Value>
LineMark steps_of(std::size_t series_index, const TrafficSeries& series, Value value) {
  LineMark line{.series = series_index, .points = {}, .join = LineMark::Join::steps};
  const std::size_t bins = series.all.size();
  for (std::size_t bin = 0; bin <= bins; ++bin) {
    const double y = value(std::min(bin, bins - 1));
    line.points.push_back({series.begin_s + static_cast<double>(bin) * series.bin_s, y, y, y});
  }
  return line;
}

std::size_t index_in(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

double largest(const LineMark& line) {
  double most = 0.0;
  for (const auto& point : line.points) most = std::max(most, point.y);
  return most;
}

/// The names of all links that carry anything: those first that carry the largest share of what they can, in any run.
std::vector<std::string> links_by_share(std::span<const RunTimeline> runs) {
  std::map<std::string, double> busy;  // the largest share of all of the time
  for (const auto& run : runs) {
    const auto& timeline = run.timeline;
    const auto use = link_use(timeline);
    for (std::size_t link = 0; link < use.size(); ++link) {
      const double capacity = timeline.links[link].usable_Bps * (timeline.to_s - timeline.from_s);
      if (use[link].bytes == 0 || !(capacity > 0.0)) continue;
      double& share = busy[timeline.links[link].name];
      share = std::max(share, static_cast<double>(use[link].bytes) / capacity);
    }
  }
  std::vector<std::pair<std::string, double>> order(busy.begin(), busy.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> names;
  for (const auto& [name, share] : order) names.push_back(name);
  return names;
}

}  // namespace

Figure utilisation_figure(std::span<const RunTimeline> runs, std::size_t most_links, std::size_t bins) {
  Figure figure;
  figure.title = "how busy links are over time";
  figure.shares_y = true;
  auto shown = links_by_share(runs);
  const std::size_t all = shown.size();
  if (shown.size() > most_links) shown.resize(most_links);
  std::sort(shown.begin(), shown.end());
  for (const auto& name : shown) figure.series.push_back(curve_series(name, figure.series.size()));
  if (shown.size() < all) figure.notes.push_back(fmt::format("The {} busiest of {} links.", shown.size(), all));
  for (const auto& run : runs) {
    FigurePanel panel{.title = fmt::format("{}, {}", run.algorithm, run.scenario), .x = {}, .y = {}};
    const auto series = traffic_series(run.timeline, bins);
    for (std::size_t link = 0; link < run.timeline.links.size(); ++link) {
      const std::size_t index = index_in(shown, run.timeline.links[link].name);
      if (index == shown.size() || series.links[link].empty()) continue;
      panel.marks.emplace_back(
          steps_of(index, series, [&](std::size_t bin) { return series.utilisation(run.timeline, link, bin); }));
    }
    if (panel.marks.empty()) panel.absence = "nothing was sent";
    panel.x = axis_of_time(run.timeline.from_s, run.timeline.to_s);
    panel.y = {.label = "of what a link can carry", .unit = {0.01, "%"}, .most = 1.05};
    figure.panels.push_back(std::move(panel));
  }
  return figure;
}

Figure traffic_time_figure(std::span<const RunTimeline> runs, std::size_t bins) {
  Figure figure;
  figure.title = "bytes under way over time";
  std::vector<std::string> algorithms;
  std::vector<std::string> scenarios;
  for (const auto& run : runs) {
    if (index_in(algorithms, run.algorithm) == algorithms.size()) algorithms.push_back(run.algorithm);
    if (index_in(scenarios, run.scenario) == scenarios.size()) scenarios.push_back(run.scenario);
  }
  for (const auto& name : algorithms) figure.series.push_back(curve_series(name, figure.series.size()));
  for (const auto& scenario : scenarios) {
    FigurePanel panel{.title = scenario, .x = {}, .y = {}};
    double end_s = 0.0;
    double most = 0.0;
    for (const auto& run : runs) {
      if (run.scenario != scenario) continue;
      const auto series = traffic_series(run.timeline, bins);
      auto line = steps_of(index_in(algorithms, run.algorithm), series, [&series](std::size_t bin) {
        return series.bin_s > 0.0 ? series.all[bin] / series.bin_s : 0.0;
      });
      end_s = std::max(end_s, run.timeline.to_s);
      most = std::max(most, largest(line));
      panel.marks.emplace_back(std::move(line));
    }
    panel.x = axis_of_time(0.0, end_s);
    panel.y = {.label = "per second", .unit = byte_unit(most), .most = most > 0.0 ? 1.05 * most : 1.0};
    figure.panels.push_back(std::move(panel));
  }
  return figure;
}

}  // namespace lowband
