#include "sim/commands/platform_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "sim/base/quantity.hpp"
#include "sim/report/text_table.hpp"

namespace lowband {

namespace {

/// Beyond, bandwidth and latency do not stand side by side in 100 columns.
constexpr std::size_t most_workers_side_by_side = 8;

// Units as in experiment files, three digits: "1.25Gbps", "50us".

std::string in_bits(double bytes_per_s) { return quantity_like("1bps", bytes_per_s, 3); }
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
  }
  return aligned(table);
}

std::string route_matrix(const PlatformReport& report) {
  const std::size_t workers = report.hosts.size();
  const auto& routes = report.routes;
  const bool alike = std::all_of(routes.begin(), routes.end(), [&](const auto& route) {
    return route.bandwidth_Bps == routes[0].bandwidth_Bps && route.latency_s == routes[0].latency_s;
  });
  if (alike && routes.size() == workers * (workers - 1)) {
    return fmt::format("  {} and {} from every worker to every other\n", in_bits(routes[0].bandwidth_Bps),
                       in_seconds(routes[0].latency_s));
  }
  const auto bandwidth = [](const PlatformReport::Route& route) {
    return without(in_bits(route.bandwidth_Bps), "bps");
  };
  const auto latency = [](const PlatformReport::Route& route) { return without(in_seconds(route.latency_s), "s"); };
  if (workers <= most_workers_side_by_side) {
    return "  bandwidth in bps / latency in s, from worker (row) to worker (column)\n" +
           square(workers, report, [&](const auto& route) { return bandwidth(route) + "/" + latency(route); });
  }
  return "  bandwidth in bps, from worker (row) to worker (column)\n" + square(workers, report, bandwidth) +
         "  latency in s\n" + square(workers, report, latency);
}

}  // namespace lowband
