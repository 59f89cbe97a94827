// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/platform_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/base/quantity.hpp"
#include "sim/report/text_table.hpp"

namespace lowband {

namespace {

/// Beyond, bandwidth and latency do not stand side by side in 100 columns.
constexpr std::size_t most_workers_side_by_side = 8;
constexpr std::size_t most_over_time = 4;

// Units as in experiment files, three digits: "1.25Gbps", "50us".

std::string in_bits(double bytes_per_s) {
  return std::isinf(bytes_per_s) ? "inf" : quantity_like("1bps", bytes_per_s, 3);  // between Vivaldi's coordinates
}
std::string in_seconds(double seconds) { return seconds == 0.0 ? "0s" : quantity_like("1s", seconds, 3); }

std::string without(std::string text, std::string_view unit) {
  return text.ends_with(unit) ? text.substr(0, text.size() - unit.size()) : text;
}

/// Least, median and greatest.
std::vector<std::string> spread(std::vector<double> values, std::string (*text)(double)) {
  if (values.empty()) return {"-", "-", "-"};
  std::sort(values.begin(), values.end());
  return {text(values.front()), text(values[values.size() / 2]), text(values.back())};
}

double attained(const PlatformReport::Route& route) { return std::min(route.bandwidth_Bps, route.windowed_Bps); }

bool is_held_back(const PlatformReport& report) {
  return std::any_of(report.routes.begin(), report.routes.end(),
                     [](const auto& route) { return route.windowed_Bps < route.bandwidth_Bps; });
}

/// A row and a column per worker.
std::string square(std::size_t workers, const PlatformReport& report,
                   const std::function<std::string(const PlatformReport::Route&)>& cell) {
  TextTable table;
  table.columns.push_back({""});
  for (std::size_t i = 0; i < workers; ++i) {
    table.columns.push_back({std::to_string(i)});
    table.rows.emplace_back(workers + 1, "-");
    table.rows.back()[0] = std::to_string(i);
    table.rows.back()[i + 1] = "";
  }
  for (const auto& route : report.routes) {
    table.rows[static_cast<std::size_t>(route.from)][static_cast<std::size_t>(route.to) + 1] = cell(route);
  }
  return aligned(table, "  ", " ");
}

}  // namespace

std::string speeds_of(const PlatformReport& report) {
  const auto [least, greatest] = std::minmax_element(report.hosts.begin(), report.hosts.end(),
                                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto text = [](double speed) { return quantity_like("1f", speed, 3); };
  if (least->second == greatest->second) return fmt::format("speed {}", text(least->second));
  return fmt::format("speeds {} to {}", text(least->second), text(greatest->second));
}

double slowest_speed(const PlatformReport& report) {
  const auto is_slower = [](const auto& a, const auto& b) { return a.second < b.second; };
  return std::min_element(report.hosts.begin(), report.hosts.end(), is_slower)->second;
}

std::string window_text(double window_bytes) {
  return std::isfinite(window_bytes) ? quantity_like("1MiB", window_bytes, 3) : "none";
}

std::string route_table(const std::vector<PicturedScenario>& scenarios) {
  TextTable table;
  table.columns = {{"scenario", true}, {"latency min"}, {"median"}, {"max"},
                   {"bandwidth min"},  {"median"},      {"max"},    {"changed", true}};
  for (const auto& scenario : scenarios) {
    std::vector<double> latencies;
    std::vector<double> bandwidths;
    for (const auto& route : scenario.report.routes) {
      latencies.push_back(route.latency_s);
      bandwidths.push_back(route.bandwidth_Bps);
    }
    std::vector<std::string> row{scenario.name};
    for (auto& cell : spread(latencies, in_seconds)) row.push_back(std::move(cell));
    for (auto& cell : spread(bandwidths, in_bits)) row.push_back(std::move(cell));
    row.push_back(scenario.changes);
    table.rows.push_back(std::move(row));
    if (!is_held_back(scenario.report)) continue;
    std::vector<double> rates;
    for (const auto& route : scenario.report.routes) rates.push_back(attained(route));
    row = {"  attained", "", "", ""};
    for (auto& cell : spread(rates, in_bits)) row.push_back(std::move(cell));
    row.push_back(fmt::format("alone in a window of {}", window_text(scenario.window_bytes)));
    table.rows.push_back(std::move(row));
  }
  return aligned(table);
}

std::string route_matrix(const PicturedScenario& scenario) {
  const PlatformReport& report = scenario.report;
  const std::size_t workers = report.hosts.size();
  const auto& routes = report.routes;
  const bool alike = std::all_of(routes.begin(), routes.end(), [&](const auto& route) {
    return route.bandwidth_Bps == routes[0].bandwidth_Bps && route.latency_s == routes[0].latency_s;
  });
  if (alike && routes.size() == workers * (workers - 1)) {
    return fmt::format("  {} and {} from every worker to every other{}\n", in_bits(routes[0].bandwidth_Bps),
                       in_seconds(routes[0].latency_s),
                       is_held_back(report)
                           ? fmt::format(", of which a message alone attains {} by a window of {}",
                                         in_bits(attained(routes[0])), window_text(scenario.window_bytes))
                           : "");
  }
  const auto bandwidth = [](const PlatformReport::Route& route) {
    return without(in_bits(route.bandwidth_Bps), "bps");
  };
  const auto latency = [](const PlatformReport::Route& route) { return without(in_seconds(route.latency_s), "s"); };
  std::string squares;
  if (workers <= most_workers_side_by_side) {
    squares = "  bandwidth in bps / latency in s, from worker (row) to worker (column)\n" +
              square(workers, report, [&](const auto& route) { return bandwidth(route) + "/" + latency(route); });
  } else {
    squares = "  bandwidth in bps, from worker (row) to worker (column)\n" + square(workers, report, bandwidth) +
              "  latency in s\n" + square(workers, report, latency);
  }
  if (!is_held_back(report)) return squares;
  return squares +
         fmt::format("  attained by a message alone in bps, by a window of {}\n", window_text(scenario.window_bytes)) +
         square(workers, report, [](const auto& route) { return without(in_bits(attained(route)), "bps"); });
}

std::string over_time_lines(const PicturedScenario& scenario) {
  using OverTime = PlatformReport::OverTime;
  const auto& all = scenario.report.over_time;
  std::string lines;
  for (std::size_t i = 0; i < std::min(all.size(), most_over_time); ++i) {
    const OverTime& one = all[i];
    const auto text = [&](double value) {
      if (one.quantity == "bandwidth") return in_bits(value);
      return one.quantity == "latency" ? in_seconds(value) : quantity_like("1f", value, 3);
    };
    const std::string values =
        one.profile == OverTime::Profile::replaced
            ? fmt::format("{}, in place of the platform's profile", text(one.least))
            : fmt::format("{} to {} over time, by the {}", text(one.least), text(one.most),
                          one.profile == OverTime::Profile::of_file ? "platform's profile" : "scenario's profile");
    lines += fmt::format("  {} of {}: {}\n", one.quantity, one.name, values);
  }
  if (all.size() > most_over_time) lines += fmt::format("  and {} more\n", all.size() - most_over_time);
  return lines;
}

}  // namespace lowband
