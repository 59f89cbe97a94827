// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/platforms/equal_hosts_platform.hpp"

namespace lowband {

/// Groups of routers. Within a group every router has a link to every other; router j of group i has the link to group
/// j, so that there are at most as many groups as routers in each. All links are full-duplex with the bandwidth and
/// latency of the workers' links. A message takes the shortest way: at most three links between routers.
///
/// The number of hosts is groups x routers x workers per router; it may be larger than that of workers, who are the
/// first of them. Unless given, the three are as equal as they can be.
class DragonflyPlatform final : public EqualHostsPlatform {
 public:
  [[nodiscard]] GeneratedPlatform platform(const Place& place) const override;
  [[nodiscard]] std::vector<LinkNames> link_names() const override;

 private:
  void own_parameters(Parameters& parameters) override;

  std::optional<int> groups_;
  std::optional<int> routers_;
  std::optional<int> workers_per_router_;
};

}  // namespace lowband
