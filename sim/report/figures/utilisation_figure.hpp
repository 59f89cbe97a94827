// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/run_timeline.hpp"
#include "sim/report/figures/timeline_plot.hpp"

namespace lowband {

/// How busy links are over time: a panel per run, with the curves, `most` at most, of the links that carry the largest
/// share of what they can, in any of the runs (TrafficSeries), in so many parts of the time. Links that have the same
/// curve in every panel are one.
[[nodiscard]] Figure utilisation_figure(const EachTimeline& runs, std::size_t most = 8, std::size_t bins = 200,
                                        bool is_x_logarithmic = false);

class UtilisationPlot final : public TimelinePlot {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] Figure of_timelines(const EachTimeline& runs) const override;
};

}  // namespace lowband
