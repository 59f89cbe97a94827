// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/map_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "sim/base/quantity.hpp"

namespace lowband {

namespace {

/// With a space before the unit.
std::string spaced(const std::string& quantity) {
  const std::size_t unit = std::min(quantity.find_first_not_of("0123456789.e+-"), quantity.size());
  return fmt::format("{} {}", quantity.substr(0, unit), quantity.substr(unit));
}

/// Whether a row or crossover is of the line at `latency_s`; without a latency there is one line.
template <class Row>
bool is_on(const Row& row, const std::optional<double>& latency_s) {
  return !latency_s || row.latency_s == *latency_s;
}

/// "below 37.2 Mbps a, up to 1.2 Gbps b, above c"
std::string segments(const NetworkMap& map, const std::optional<double>& latency_s) {
  std::string text;
  const CrossoverRow* last = nullptr;
  for (const auto& crossover : map.crossovers) {
    if (!is_on(crossover, latency_s)) continue;
    const bool is_bandwidth = crossover.along == "bandwidth";
    text += fmt::format("{} {} {}, ", last == nullptr ? "below" : "up to",
                        is_bandwidth ? bandwidth_text(crossover.bandwidth_Bps) : latency_text(crossover.latency_s),
                        crossover.below);
    last = &crossover;
  }
  return last == nullptr ? "" : fmt::format("{}above {}", text, last->above);
}

/// "; 1.21 to 6.7 times as fast as pr-sgd/ar", over the points of a line; "" if nothing is known of it.
std::string speed_ups(const NetworkMap& map, const std::optional<double>& latency_s) {
  double least = std::numeric_limits<double>::infinity();
  double most = 0.0;
  std::string baseline;
  for (const auto& row : map.rows) {
    if (!is_on(row, latency_s) || row.algorithm != row.winner || std::isnan(row.speed_up)) continue;
    least = std::min(least, row.speed_up);
    most = std::max(most, row.speed_up);
    baseline = row.baseline;
  }
  if (baseline.empty()) return "";
  const std::string from = fmt::format("{:.3g}", least);
  const std::string to = fmt::format("{:.3g}", most);
  if (from == to) return from == "1" ? "" : fmt::format("; {} times as fast as {}", from, baseline);
  return fmt::format("; {} to {} times as fast as {}", from, to, baseline);
}

std::string words_on(const NetworkMap& map, const std::optional<double>& latency_s) {
  std::string who = segments(map, latency_s);
  if (who.empty()) {
    const auto row =
        std::find_if(map.rows.begin(), map.rows.end(), [&](const MapRow& one) { return is_on(one, latency_s); });
    who = fmt::format("{} at all {}", row->winner, map.grid.bandwidths_Bps.empty() ? "latencies" : "bandwidths");
  }
  return fmt::format("{}{}{}\n", latency_s ? fmt::format("at {}: ", latency_text(*latency_s)) : "", who,
                     speed_ups(map, latency_s));
}

}  // namespace

std::string bandwidth_text(double bandwidth_Bps) { return spaced(quantity_like("1Mbps", bandwidth_Bps, 3)); }

std::string latency_text(double latency_s) { return spaced(quantity_like("1ms", latency_s, 3)); }

std::string map_words(const NetworkMap& map) {
  if (map.grid.bandwidths_Bps.empty() || map.grid.latencies_s.empty()) return words_on(map, std::nullopt);
  std::string text;
  for (const double latency_s : crossover_latencies(map.grid)) text += words_on(map, latency_s);
  return text;
}

}  // namespace lowband
