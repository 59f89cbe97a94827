// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "sim/report/figures/figure.hpp"
#include "sim/report/map/network_map.hpp"

namespace lowband {

/// The picture of map.csv and crossovers.csv. Of two axes: bandwidth to the right, latency upwards, each step in the
/// colour of its winner, contours of how many times as fast as the baseline that is, dots at crossovers. Of one: the
/// time to the target of the algorithms that come nearest to the winner, with intervals, and rules at crossovers.
/// `algorithms` are those of the experiment, in the colours that they have in other figures, too. Throws UsageError if
/// `rows` are no map.
[[nodiscard]] Figure map_figure(std::span<const MapRow> rows, std::span<const CrossoverRow> crossovers,
                                const std::vector<FigureSeries>& algorithms);

}  // namespace lowband
