// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/utilisation_figure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/report/figures/node_axis.hpp"
#include "sim/report/figures/series.hpp"
#include "sim/timeline/link_use.hpp"

namespace lowband {

namespace {

/// What remains of a timeline that has been looked at: how busy each of its links was in each part of the time.
struct LinkShares {
  struct Link {
    double of_all = 0.0;         ///< the share of what it can carry that it carried, over all of the time
    std::vector<double> by_bin;  ///< in each part of it
  };
  std::string title;
  double from_s = 0.0;
  double to_s = 0.0;
  std::map<std::string, Link> links;  ///< those that carried anything
};

LinkShares shares_of(const RunTimeline& run, std::size_t bins) {
  const Timeline& timeline = run.timeline;
  LinkShares shares{fmt::format("{}, {}", run.algorithm, run.scenario), timeline.from_s, timeline.to_s, {}};
  const auto series = traffic_series(timeline, bins);
  for (std::size_t link = 0; link < timeline.links.size(); ++link) {
    if (series.links[link].empty()) continue;
    LinkShares::Link& its = shares.links[timeline.links[link].name];
    for (std::size_t bin = 0; bin < bins; ++bin) {
      its.by_bin.push_back(series.utilisation(timeline, link, bin));
      its.of_all += its.by_bin.back() / static_cast<double>(bins);
    }
  }
  return shares;
}

/// The names of all links that carry anything: those first that carry the largest share of what they can, in any run.
std::vector<std::string> links_by_share(const std::vector<LinkShares>& runs) {
  std::map<std::string, double> busy;
  for (const auto& run : runs) {
    for (const auto& [name, link] : run.links) busy[name] = std::max(busy[name], link.of_all);
  }
  std::vector<std::pair<std::string, double>> order(busy.begin(), busy.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> names;
  for (const auto& [name, share] : order) names.push_back(name);
  return names;
}

/// Links that have the same curve in every panel, so that one of them is drawn.
struct AlikeLinks {
  std::vector<std::string> names;  ///< ascending

  [[nodiscard]] std::string label() const {
    if (names.size() < 3) return fmt::format("{}", fmt::join(names, " and "));
    return fmt::format("{} and {} others alike", names.front(), names.size() - 1);
  }
};

bool are_alike(const std::vector<LinkShares>& runs, const std::string& a, const std::string& b) {
  constexpr double rounding = 1e-6;  // of what a link can carry
  return std::all_of(runs.begin(), runs.end(), [&](const LinkShares& run) {
    const auto one = run.links.find(a);
    const auto other = run.links.find(b);
    if (one == run.links.end() || other == run.links.end()) return one == other;
    return std::equal(one->second.by_bin.begin(), one->second.by_bin.end(), other->second.by_bin.begin(),
                      [](double x, double y) { return std::abs(x - y) < rounding; });
  });
}

/// The first `most` curves of links in this order, each with all links that have it, by their names.
std::vector<AlikeLinks> curves_of(const std::vector<LinkShares>& runs, const std::vector<std::string>& links,
                                  std::size_t most) {
  std::vector<AlikeLinks> curves;
  for (const auto& name : links) {
    const auto same = std::find_if(curves.begin(), curves.end(),
                                   [&](const AlikeLinks& curve) { return are_alike(runs, curve.names.front(), name); });
    if (same != curves.end()) {
      same->names.push_back(name);
    } else if (curves.size() < most) {
      curves.push_back({{name}});
    }
  }
  for (auto& curve : curves) std::sort(curve.names.begin(), curve.names.end());
  std::sort(curves.begin(), curves.end(),
            [](const AlikeLinks& a, const AlikeLinks& b) { return a.names.front() < b.names.front(); });
  return curves;
}

/// A curve that has the value of a part of the time throughout it.
LineMark steps_of(std::size_t series, const LinkShares& run, const std::vector<double>& by_bin) {
  LineMark line{.series = series, .points = {}, .join = LineMark::Join::steps};
  const double bin_s = (run.to_s - run.from_s) / static_cast<double>(by_bin.size());
  for (std::size_t bin = 0; bin <= by_bin.size(); ++bin) {
    const double y = by_bin[std::min(bin, by_bin.size() - 1)];
    line.points.push_back({run.from_s + static_cast<double>(bin) * bin_s, y, y, y});
  }
  return line;
}

FigurePanel panel_of(const LinkShares& run, const std::vector<AlikeLinks>& shown, std::size_t bins,
                     bool is_x_logarithmic) {
  FigurePanel panel{.title = run.title, .x = {}, .y = {}};
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto link = run.links.find(shown[i].names.front());
    if (link != run.links.end()) panel.marks.emplace_back(steps_of(i, run, link->second.by_bin));
  }
  if (run.links.empty()) panel.absence = "nothing was sent";
  panel.x = axis_of_time(run.from_s, run.to_s);
  if (is_x_logarithmic) {
    const double bin_s = (run.to_s - run.from_s) / static_cast<double>(bins);
    panel.x = logarithmic_axis_of_time(run.from_s, bin_s, run.to_s);
  }
  panel.y = {.label = "of what a link can carry", .unit = {0.01, "%"}, .most = 1.05};
  return panel;
}

}  // namespace

Figure utilisation_figure(const EachTimeline& runs, std::size_t most, std::size_t bins, bool is_x_logarithmic) {
  Figure figure;
  figure.title = "how busy links are over time";
  figure.shares_y = true;
  std::vector<LinkShares> shares;
  runs([&](const RunTimeline& run) {
    shares.push_back(shares_of(run, bins));
    if (const auto part = part_shown(run, run.timeline.to_s); !part.empty()) figure.notes.push_back(part + ".");
  });
  const auto links = links_by_share(shares);
  const auto shown = curves_of(shares, links, most);
  std::size_t links_shown = 0;
  for (const auto& curve : shown) {
    links_shown += curve.names.size();
    add_series(figure.series, curve.label(), series_style(figure.series.size(), false), Swatch::line);
  }
  if (links_shown < links.size()) {
    figure.notes.push_back(fmt::format("The {} busiest of {} links.", links_shown, links.size()));
  }
  for (const auto& run : shares) figure.panels.push_back(panel_of(run, shown, bins, is_x_logarithmic));
  return figure;
}

void UtilisationPlot::parameters(Parameters& parameters) {
  TimelinePlot::parameters(parameters);
  declare_scale(parameters, Scale::linear);
}

Figure UtilisationPlot::of_timelines(const EachTimeline& runs) const {
  constexpr std::size_t bins = 200;
  return utilisation_figure(runs, most_curves, bins, is_x_logarithmic().value_or(false));
}

}  // namespace lowband
