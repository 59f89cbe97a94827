// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "sim/report/figures/curves.hpp"
#include "sim/report/figures/figure.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

/// What curves of a figure are over, and of what.
struct CurveAxes {
  CurveX x;
  CurveQuantity y;
  std::optional<bool> is_x_logarithmic{};  ///< empty: once the longest curve of a panel is ten times the shortest
  /// Of the workers' mean: bands reach down to the worst worker, in place of over the seeds.
  bool is_down_to_worst = false;
};

/// A panel per scenario (one for all that show the very same), with an x axis of its own, as they may differ by orders
/// of magnitude, and a curve per algorithm: the mean over the seeds, with a band from the least to the most. A thin
/// line is the target of judged groups, a dot where all seeds have reached it; a cross ends the curve of a diverged
/// run. What is no share is on a logarithmic axis, unless it can be negative; bytes are where time is.
/// Throws UsageError if there is nothing to draw.
[[nodiscard]] Figure curve_figure(std::span<const RunGroup> groups, const CurveAxes& axes);

}  // namespace lowband
