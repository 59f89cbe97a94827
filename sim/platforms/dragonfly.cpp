// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/dragonfly.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/integers.hpp"

namespace lowband {

void DragonflyPlatform::own_parameters(Parameters& parameters) {
  constexpr Range range{1, 1000};
  parameters.integer("groups", groups_, range, "group", "at most as many as routers in each");
  parameters.integer("routers", routers_, range, "router", "in each group");
  parameters.integer("workers-per-router", workers_per_router_, range, "worker", "at each router");
}

GeneratedPlatform DragonflyPlatform::platform(const Place& place) const {
  const int routers = routers_.value_or(std::max(root_up(workers(), 3), groups_.value_or(1)));
  const int most_groups = groups_.value_or(routers);
  const int per_router = workers_per_router_.value_or(divided_up(workers(), routers * most_groups));
  const int groups = groups_.value_or(std::min(divided_up(workers(), routers * per_router), routers));
  if (groups > routers)
    (place / "groups").expected(fmt::format("at most as many as routers in each, {}", routers), groups);
  const int hosts = hosts_of_shape(product({groups, routers, per_router}), place / "workers-per-router");
  const double in_groups = 0.5 * groups * routers * (routers - 1.0);
  const double between_groups = 0.5 * groups * (groups - 1.0);
  check_links_of_shape(in_groups + between_groups + hosts, place / "routers");
  XmlElement dragonfly = cluster("dragonfly", 0, hosts);
  dragonfly.attribute("topology", "DRAGONFLY");
  // SimGrid's groups consist of several chassis. One is the dragonfly as published; with several, SimGrid 3.32 takes a
  // message within the second chassis on a detour.
  dragonfly.attribute("topo_parameters", fmt::format("{},1;1,1;{},1;{}", groups, routers, per_router));
  return {
      fmt::format("Dragonfly: {}, {} to a router, {} routers to a group, {} group{}, every link a {}.{}",
                  workers_text(), per_router, routers, groups, groups == 1 ? "" : "s", link_text(), idle_text(hosts)),
      std::move(dragonfly)};
}

std::vector<LinkNames> DragonflyPlatform::link_names() const {
  return {{"local_link_from_router_*_to_node_*_UP", "from a worker to its router"},
          {"local_link_from_router_*_to_node_*_DOWN", "from a router to a worker of it"},
          {"green_link_*_UP", "within a group, from the router named first to the one named second"},
          {"green_link_*_DOWN", "back from it"},
          {"blue_link_*_UP", "from the group named first to the one named second"},
          {"blue_link_*_DOWN", "back from it"}};
}

}  // namespace lowband
