#pragma once

#include <cstddef>
#include <span>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/run_timeline.hpp"

namespace lowband {

/// What each program did when: a panel per run, with a row for each program that did anything, and a colour for each
/// kind of box. A run with more than `most_boxes` boxes is shown from its beginning until there would be more, of which
/// a note tells.
[[nodiscard]] Figure timeline_figure(std::span<const RunTimeline> runs, std::size_t most_boxes = 2000);

}  // namespace lowband
