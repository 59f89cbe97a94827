#pragma once

#include <span>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/run_timeline.hpp"

namespace lowband {

/// What nodes do with their time: a panel per run, with a bar for each node's first program, of shares of the time
/// (NodeTime): local steps, other computation, waiting for messages, nothing.
[[nodiscard]] Figure breakdown_figure(std::span<const RunTimeline> runs);

}  // namespace lowband
