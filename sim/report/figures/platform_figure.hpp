// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/named_route.hpp"
#include "sim/report/figures/run_timeline.hpp"

namespace lowband {

/// The platform as the messages of a run went through it: hosts, links and the junctions where they meet (RouteGraph),
/// links in the colour of their utilisation while messages flow (LinkUse). Of both directions the busier one counts.
/// `routes` are those of other pairs: the more there are, the better it shows where links meet. Links that no route has
/// are not there.
[[nodiscard]] Figure platform_figure(const RunTimeline& run, std::span<const NamedRoute> routes);

}  // namespace lowband
