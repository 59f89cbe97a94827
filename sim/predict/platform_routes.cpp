// SPDX-License-Identifier: Apache-2.0
#include "sim/predict/platform_routes.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

namespace lowband {

PlatformRoutes::PlatformRoutes(const PlatformReport& report) : report_(report) {
  for (const auto& route : report.routes) routes_[{route.from, route.to}] = &route;
  for (std::size_t i = 0; i < report.links.size(); ++i) links_[report.links[i].name] = i;
}

std::vector<double> PlatformRoutes::crossings(const Pairs& pairs) const {
  std::vector<double> crossings(report_.links.size(), 0.0);
  for (const auto& pair : pairs) {
    for (const auto& link : route(pair).links) crossings[links_.at(link)] += 1.0;
  }
  return crossings;
}

std::vector<SharedPath> PlatformRoutes::paths(const Pairs& pairs) const {
  const auto crossed = crossings(pairs);
  std::vector<SharedPath> paths;
  paths.reserve(pairs.size());
  for (const auto& pair : pairs) paths.push_back(path(route(pair), crossed));
  return paths;
}

std::vector<double> PlatformRoutes::carried_s(const std::vector<Sent>& messages) const {
  std::vector<std::size_t> order(messages.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto begins_s = [&](std::size_t i) { return messages[i].leaves_s + latency_s(messages[i].pair); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return begins_s(a) < begins_s(b); });
  std::vector<double> busy_until_s(report_.links.size(), 0.0);
  for (const std::size_t i : order) {
    for (const auto& name : route(messages[i].pair).links) {
      const auto& link = report_.links[links_.at(name)];
      if (!link.is_shared) continue;
      double& until_s = busy_until_s[links_.at(name)];
      until_s = std::max(until_s, begins_s(i)) + messages[i].bytes / (link.bandwidth_Bps * report_.bandwidth_factor);
    }
  }
  std::vector<double> carried_s;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& route = this->route(messages[i].pair);
    double last_s = begins_s(i) + messages[i].bytes / (route.bandwidth_Bps * report_.bandwidth_factor);
    for (const auto& name : route.links) last_s = std::max(last_s, busy_until_s[links_.at(name)]);
    carried_s.push_back(last_s);
  }
  return carried_s;
}

SharedPath PlatformRoutes::path(const PlatformReport::Route& route, const std::vector<double>& crossings) const {
  const NetworkSettings& network = report_.inspected.network;
  SharedPath::Setting setting{.latency_s = route.latency_s * report_.latency_factor,
                              .forwarding_s = route.forwarding_s,
                              .line_s_per_byte = 1.0 / route.bandwidth_Bps,
                              .usable_share = report_.bandwidth_factor,
                              .alone_Bps = route.bandwidth_Bps * report_.bandwidth_factor,
                              .most_Bps = route.windowed_Bps * report_.bandwidth_factor};
  for (const auto& name : route.links) {
    const std::size_t index = links_.at(name);
    const auto& link = report_.links[index];
    if (link.is_shared)
      setting.line_s_per_byte = std::max(setting.line_s_per_byte, crossings[index] / link.bandwidth_Bps);
  }
  const TcpSettings tcp = network.tcp_in_force();
  const double largest = network.window_bytes();
  const CongestionWindow::Route connection{.round_trip_s = route.round_trip_s, .rate_Bps = setting.alone_Bps};
  std::optional<CongestionWindow> window;
  if (network.has_connections() && CongestionWindow::can_matter(tcp, largest) &&
      CongestionWindow::matters(tcp, largest, connection)) {
    window.emplace(tcp, largest, connection);
  }
  return {setting, std::move(window)};
}

}  // namespace lowband
