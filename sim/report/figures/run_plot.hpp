// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/plot.hpp"

namespace lowband {

/// A plot of single runs: of each algorithm in each scenario the first seed that has finished. It has panels in place
/// of curves, and so as many algorithms as it has room for.
class RunPlot : public Plot {
 protected:
  /// The figure of these runs, at least one.
  [[nodiscard]] virtual Figure of_runs(std::span<const FigureRun> runs, const RunDetails& details) const = 0;
  [[nodiscard]] std::size_t most_algorithms() const override;
  [[nodiscard]] Figure drawn(const PlotData& data) const final;
};

/// The panels of runs, with one for all that show the very same: "ring, all scenarios".
[[nodiscard]] std::vector<FigurePanel> merged_runs(std::vector<FigurePanel> panels, std::span<const FigureRun> runs);

}  // namespace lowband
