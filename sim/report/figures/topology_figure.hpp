// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/run_plot.hpp"

namespace lowband {

/// Who sends to whom, such as the graph of gossip, on the platform: hosts, links and the junctions where they meet
/// (RouteGraph), and over them a line for each pair that exchanges something, with a head where one way only. A panel
/// per run. `routes` are those between its nodes; without any there are no links.
[[nodiscard]] Figure topology_figure(std::span<const FigureRun> runs,
                                     const std::function<std::vector<NamedRoute>(const FigureRun&)>& routes);

class TopologyPlot final : public RunPlot {
 protected:
  [[nodiscard]] Figure of_runs(std::span<const FigureRun> runs, const RunDetails& details) const override;
};

}  // namespace lowband
