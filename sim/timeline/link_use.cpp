// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/link_use.hpp"

#include <algorithm>

namespace lowband {

namespace {

/// The messages that were taken, by departure.
std::vector<const Timeline::Message*> by_departure(const Timeline& timeline) {
  std::vector<const Timeline::Message*> messages;
  for (const auto& message : timeline.messages) {
    if (message.is_taken()) messages.push_back(&message);
  }
  std::stable_sort(messages.begin(), messages.end(),
                   [](const auto* a, const auto* b) { return a->departed_s < b->departed_s; });
  return messages;
}

const std::vector<std::size_t>& route_of(const Timeline& timeline, const Timeline::Message& message) {
  return timeline.routes.at({message.from, message.to});
}

/// Spreads bytes evenly over the parts from `begin_s` to `end_s`, those beyond the series with them.
void spread(double bytes, double begin_s, double end_s, const TrafficSeries& series, std::vector<double>& bins) {
  const double first = (begin_s - series.begin_s) / series.bin_s;
  const double last = (end_s - series.begin_s) / series.bin_s;
  const auto count = static_cast<double>(bins.size());
  if (last < 0.0 || first > count) return;
  const auto bin_of = [count](double position) {
    return static_cast<std::size_t>(std::clamp(position, 0.0, count - 1.0));
  };
  if (!(last > first)) {
    bins[bin_of(first)] += bytes;
    return;
  }
  for (std::size_t bin = bin_of(first); bin <= bin_of(last); ++bin) {
    const double overlap = std::min(last, static_cast<double>(bin + 1)) - std::max(first, static_cast<double>(bin));
    bins[bin] += bytes * std::max(0.0, overlap) / (last - first);
  }
}

}  // namespace

std::vector<LinkUse> link_use(const Timeline& timeline) {
  std::vector<LinkUse> use(timeline.links.size());
  std::vector<double> until_s(timeline.links.size(), 0.0);  // messages have been under way
  for (const auto* message : by_departure(timeline)) {
    for (const std::size_t link : route_of(timeline, *message)) {
      use[link].bytes += message->bytes;
      const double begin_s = std::max(message->departed_s, until_s[link]);
      use[link].flowing_s += std::max(0.0, message->arrived_s - begin_s);
      until_s[link] = std::max(until_s[link], message->arrived_s);
    }
  }
  for (std::size_t link = 0; link < use.size(); ++link) {
    const double capacity = timeline.links[link].usable_Bps * use[link].flowing_s;
    if (capacity > 0.0) use[link].utilisation = static_cast<double>(use[link].bytes) / capacity;
  }
  return use;
}

TrafficSeries traffic_series(const Timeline& timeline, std::size_t bins) {
  TrafficSeries series;
  series.begin_s = timeline.from_s;
  series.bin_s = (timeline.to_s - timeline.from_s) / static_cast<double>(bins);
  series.links.resize(timeline.links.size());
  if (!(series.bin_s > 0.0)) return series;
  for (const auto& message : timeline.messages) {
    if (!message.is_taken()) continue;
    const auto bytes = static_cast<double>(message.bytes);
    for (const std::size_t link : route_of(timeline, message)) {
      series.links[link].resize(bins);
      spread(bytes, message.departed_s, message.arrived_s, series, series.links[link]);
    }
  }
  return series;
}

}  // namespace lowband
