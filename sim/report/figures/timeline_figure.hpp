// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/run_timeline.hpp"
#include "sim/report/figures/timeline_plot.hpp"

namespace lowband {

/// What each program did when: a panel per run, with a row for each program that did anything, and a colour for each
/// kind of box. A run with more than `most_boxes` boxes is shown from its beginning until there would be more, of which
/// a note tells.
[[nodiscard]] Figure timeline_figure(const EachTimeline& runs, std::size_t most_boxes = 2000,
                                     bool is_x_logarithmic = false);

class BoxesPlot final : public TimelinePlot {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] Figure of_timelines(const EachTimeline& runs) const override;
  [[nodiscard]] std::size_t most_runs() const override;
};

}  // namespace lowband
