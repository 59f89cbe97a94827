#pragma once

#include <cstddef>
#include <span>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/run_timeline.hpp"

namespace lowband {

/// How busy links are over time: a panel per run, with a curve for each of the `most_links` links that carry the
/// largest share of what they can, in any of the runs (TrafficSeries), in so many parts of the time.
[[nodiscard]] Figure utilisation_figure(std::span<const RunTimeline> runs, std::size_t most_links = 8,
                                        std::size_t bins = 200);

/// What is under way over time, in bytes a second: a panel per scenario, with a curve for each algorithm.
[[nodiscard]] Figure traffic_time_figure(std::span<const RunTimeline> runs, std::size_t bins = 200);

}  // namespace lowband
