// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/platform_hosts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lowband {

PlatformHosts hosts_of(std::span<const Timeline::Node> nodes) {
  PlatformHosts hosts;
  for (std::size_t rank = 0; rank < nodes.size(); ++rank) {
    const auto found = std::find(hosts.names.begin(), hosts.names.end(), nodes[rank].host);
    const auto host = static_cast<std::size_t>(found - hosts.names.begin());
    if (found == hosts.names.end()) {
      hosts.names.push_back(nodes[rank].host);
      hosts.ranks.emplace_back();
      hosts.has_worker.push_back(false);
    }
    hosts.ranks[host].push_back(static_cast<int>(rank));
    if (nodes[rank].role == "worker") hosts.has_worker[host] = true;
    hosts.of_node.push_back(host);
  }
  return hosts;
}

std::string too_many(std::size_t platform_nodes) {
  if (platform_nodes <= most_platform_nodes) return "";
  return fmt::format("{} hosts and junctions are too many for a picture", platform_nodes);
}

}  // namespace lowband
