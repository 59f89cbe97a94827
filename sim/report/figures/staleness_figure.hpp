// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

/// Whether any run tells how stale the changes were that it took.
[[nodiscard]] bool tells_of_staleness(const ResultsFolder& results);

/// The share of changes of each staleness, of which some run tells: a panel per scenario (one for those with the very
/// same shares), a histogram per algorithm that has any, of the changes of all its seeds, and in the panel their mean
/// and quantiles. The axis ends a quarter beyond the highest 99 % quantile; where that is far away, several values have
/// a step together.
[[nodiscard]] Figure staleness_figure(std::span<const RunGroup> groups);

class StalenessPlot final : public Plot {
 public:
  [[nodiscard]] bool is_standard() const override { return true; }
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;

 protected:
  [[nodiscard]] Figure drawn(const PlotData& data) const override { return staleness_figure(data.groups); }
};

}  // namespace lowband
