// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/network_grid.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/base/quantity.hpp"

namespace lowband {

namespace {

using ReadQuantity = double (*)(const Json&, const Place&);

std::vector<double> values_in(const std::string& range, std::size_t steps, const Place& place, ReadQuantity read,
                              const char* example) {
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos) place.expected(fmt::format("a range, such as \"{}\"", example), range);
  const std::string least = range.substr(0, dots);
  const std::string most = range.substr(dots + 2);
  const double first = read(least, place);
  const double last = read(most, place);
  if (first <= 0.0) place.expected("a first value above 0, of which the others are multiples", least);
  if (last <= first) place.expected(fmt::format("a last value above the first, {}", least), most);
  std::vector<double> values{first};
  for (std::size_t i = 1; i + 1 < steps; ++i) {
    values.push_back(first * std::pow(last / first, static_cast<double>(i) / static_cast<double>(steps - 1)));
  }
  values.push_back(last);
  return values;
}

}  // namespace

std::vector<NetworkPoint> NetworkGrid::points() const {
  const auto or_none = [](const std::vector<double>& values) {
    std::vector<std::optional<double>> all(values.begin(), values.end());
    if (all.empty()) all.emplace_back();
    return all;
  };
  std::vector<NetworkPoint> points;
  for (const auto& latency_s : or_none(latencies_s)) {
    for (const auto& bandwidth_Bps : or_none(bandwidths_Bps)) points.push_back({bandwidth_Bps, latency_s});
  }
  return points;
}

std::vector<double> bandwidths_in(const std::string& range, std::size_t steps, const Place& place) {
  return values_in(range, steps, place, read_bandwidth, "1Mbps..10Gbps");
}

std::vector<double> latencies_in(const std::string& range, std::size_t steps, const Place& place) {
  return values_in(range, steps, place, read_latency, "100us..200ms");
}

}  // namespace lowband
