// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/run_timeline.hpp"
#include "sim/report/figures/timeline_plot.hpp"

namespace lowband {

/// What nodes do with their time: a panel per run, with a bar for each node's first program, of shares of the time
/// (NodeTime): local steps, other computation, waiting for messages, nothing.
[[nodiscard]] Figure breakdown_figure(const EachTimeline& runs);

class BreakdownPlot final : public TimelinePlot {
 protected:
  [[nodiscard]] Figure of_timelines(const EachTimeline& runs) const override { return breakdown_figure(runs); }
};

}  // namespace lowband
