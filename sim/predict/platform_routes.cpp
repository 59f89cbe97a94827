#include "sim/predict/platform_routes.hpp"

#include <algorithm>
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
