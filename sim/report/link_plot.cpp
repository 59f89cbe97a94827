#include "sim/report/link_plot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/report/canvas.hpp"
#include "sim/report/gnuplot.hpp"
#include "sim/report/panel_title.hpp"
#include "sim/report/series_style.hpp"
#include "sim/report/units.hpp"

namespace lowband {

namespace {

using Groups = std::span<const RunGroup>;

constexpr double cluster_width = 0.8;  // of the distance between two links
constexpr double character = 7.0;      // width in points

/// The links to show: all, in the order of the runs' files, which is by name; or those with the highest utilisation.
struct Links {
  std::vector<std::string> shown;
  std::size_t all = 0;
};

/// The utilisation of each link in the mean over the seeds of the group.
std::map<std::string, double> mean_utilisations(const RunGroup& group) {
  std::map<std::string, double> utilisations;
  for (const RunRecord* run : group.runs) {
    for (const auto& link : run->links) {
      utilisations[link.link] += link.mean_utilisation / static_cast<double>(group.runs.size());
    }
  }
  return utilisations;
}

Links links_of(Groups groups) {
  Links links;
  std::map<std::string, double> highest;  // that any algorithm has in any scenario
  for (const auto& group : groups) {
    for (const RunRecord* run : group.runs) {
      for (const auto& link : run->links) {
        if (highest.try_emplace(link.link, 0.0).second) links.shown.push_back(link.link);
      }
    }
    for (const auto& [link, utilisation] : mean_utilisations(group)) {
      highest[link] = std::max(highest[link], utilisation);
    }
  }
  links.all = links.shown.size();
  if (links.all > most_links_shown) {
    // Not by bytes: a fast link may carry most of them and still be idle.
    std::stable_sort(links.shown.begin(), links.shown.end(),
                     [&highest](const auto& a, const auto& b) { return highest.at(a) > highest.at(b); });
    links.shown.resize(most_links_shown);
  }
  return links;
}

double mean_bytes(const RunGroup& group, const std::string& link) {
  double sum = 0.0;
  for (const RunRecord* run : group.runs) {
    for (const auto& row : run->links) {
      if (row.link == link) sum += static_cast<double>(row.bytes);
    }
  }
  return sum / static_cast<double>(group.runs.size());
}

/// The height of one bar of a panel.
struct Bar {
  std::size_t series;
  std::size_t link;
  double bytes;

  [[nodiscard]] bool operator==(const Bar&) const = default;
};

/// The bars of one scenario, or of several that have the very same, as replays do.
struct BarPanel {
  std::vector<std::string> scenarios;
  std::vector<Bar> bars;
};

std::vector<Bar> bars_of(Groups groups, const std::string& scenario, const std::vector<Series>& series,
                         const std::vector<std::string>& links) {
  std::vector<Bar> bars;
  for (const auto& group : groups) {
    if (group.scenario != scenario || group.runs.empty()) continue;
    const auto own =
        std::find_if(series.begin(), series.end(), [&group](const Series& one) { return one.label == group.label; });
    for (std::size_t i = 0; i < links.size(); ++i) bars.push_back({own->index, i, mean_bytes(group, links[i])});
  }
  return bars;
}

std::vector<BarPanel> panels_of(Groups groups, const std::vector<Series>& series,
                                const std::vector<std::string>& links) {
  std::vector<BarPanel> panels;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    std::vector<Bar> bars = bars_of(groups, scenario, series, links);
    const auto same = std::find_if(panels.begin(), panels.end(),
                                   [&bars](const BarPanel& panel) { return !bars.empty() && panel.bars == bars; });
    if (same == panels.end()) {
      panels.push_back({{scenario}, std::move(bars)});
    } else {
      same->scenarios.push_back(scenario);
    }
  }
  return panels;
}

std::string panel_script(const std::vector<Bar>& bars, const std::vector<Series>& series, double unit) {
  const double width = cluster_width / static_cast<double>(series.size());
  std::string data;
  std::vector<std::string> plots;
  for (const auto& one : series) {
    data += fmt::format("$bars{} << END\n", one.index);
    for (const auto& bar : bars) {
      if (bar.series != one.index) continue;
      const double offset = (static_cast<double>(one.index) + 0.5) * width - 0.5 * cluster_width;
      data += fmt::format("{} {}\n", static_cast<double>(bar.link) + offset, bar.bytes / unit);
    }
    data += "END\n";
    plots.push_back(fmt::format("$bars{} using 1:2 {}", one.index, box_of(one)));
  }
  return data + fmt::format("set boxwidth {} absolute\nplot {}\n", 0.88 * width, fmt::join(plots, ", \\\n  "));
}

std::string tics_of(const std::vector<std::string>& links, bool slanted, bool with_names) {
  std::vector<std::string> tics;
  for (std::size_t i = 0; i < links.size(); ++i) {
    tics.push_back(gnuplot_tic(with_names ? links[i] : "", static_cast<double>(i)));
  }
  return fmt::format("set xtics nomirror {} noenhanced ({})\n", slanted ? "rotate by 40 right" : "norotate",
                     fmt::join(tics, ", "));
}

/// Whether the names of the links have to be slanted to stand side by side below a panel.
struct LinkNames {
  double width;
  bool slanted;
};

LinkNames names_of(const std::vector<std::string>& links, double panel_width) {
  std::size_t longest = 0;
  for (const auto& link : links) longest = std::max(longest, link.size());
  const double width = character * static_cast<double>(longest);
  return {width, static_cast<double>(links.size()) * (width + character) > panel_width};
}

std::string title_of(Groups groups, const Links& links) {
  const std::string title = fmt::format("{}: bytes per link", listed(distinct(groups, &RunGroup::experiment)));
  return links.shown.size() == links.all
             ? title
             : fmt::format("{} (the {} of {} with the highest utilisation)", title, links.shown.size(), links.all);
}

}  // namespace

std::string link_plot(Groups groups, const std::filesystem::path& file) {
  const Links links = links_of(groups);
  if (links.shown.empty()) {
    throw UsageError(fmt::format("{}: there is nothing to plot: no run has finished",
                                 listed(distinct(groups, &RunGroup::experiment))));
  }
  const auto series = series_of(groups);
  const auto panels = panels_of(groups, series, links.shown);
  std::vector<LegendEntry> legend;
  for (const auto& one : series) legend.push_back({one.label, box_of(one)});

  PanelSizes sizes{.width = 860.0, .height = panels.size() == 1 ? 320.0 : 200.0, .row_gap = 55.0};
  const LinkNames names = names_of(links.shown, sizes.width);
  sizes.bottom = names.slanted ? 30.0 + 0.65 * names.width : 40.0;

  const Canvas canvas(title_of(groups, links), sizes, panels.size(), 1, legend);
  std::string script = canvas.begin(file);
  script += "set border 3 lc rgb '#444444'\nset grid ytics lt 1 lw 0.5 lc rgb '#dddddd'\n";
  script += fmt::format("set xrange [-0.6:{}]\n", static_cast<double>(links.shown.size()) - 0.4);
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const auto& bars = panels[i].bars;
    double most = 0.0;
    for (const auto& bar : bars) most = std::max(most, bar.bytes);
    const Unit unit = byte_unit(most);
    script +=
        canvas.panel(i) + fmt::format("set title {} noenhanced\n", gnuplot_string(panel_title(panels[i].scenarios)));
    script += tics_of(links.shown, names.slanted, canvas.is_last_row(i));
    if (bars.empty()) {
      script += Canvas::not_finished();
      continue;
    }
    script += fmt::format("set ylabel \"carried ({})\"\nset yrange [0:{}]\nset ytics nomirror\n", unit.symbol,
                          most > 0.0 ? 1.05 * most / unit.size : 1.0);
    script += panel_script(bars, series, unit.size);
  }
  return script + canvas.end();
}

}  // namespace lowband
