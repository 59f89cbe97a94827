#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/run_timeline.hpp"

namespace lowband {

/// More nodes than that are no picture.
inline constexpr std::size_t most_platform_nodes = 400;

/// The names of the links from one node to another, in the order in which a message crosses them.
struct NamedRoute {
  int from = 0;  ///< ranks
  int to = 0;
  std::vector<std::string> links;
};

/// The platform as the messages of a run went through it: hosts, links and the junctions where they meet (RouteGraph),
/// links in the colour of their utilisation while messages flow (LinkUse). Of both directions the busier one counts.
/// `routes` are those of other pairs: the more there are, the better it shows where links meet. Links that no route has
/// are not there.
[[nodiscard]] Figure platform_figure(const RunTimeline& run, std::span<const NamedRoute> routes);

}  // namespace lowband
