// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/run_plot.hpp"

namespace lowband {

/// Who sends how much to whom: a panel per run, titled by algorithm and scenario, with senders as rows and receivers as
/// columns.
[[nodiscard]] Figure traffic_matrix_figure(std::span<const FigureRun> runs);

class TrafficMatrixPlot final : public RunPlot {
 protected:
  [[nodiscard]] Figure of_runs(std::span<const FigureRun> runs, const RunDetails& details) const override;
};

}  // namespace lowband
