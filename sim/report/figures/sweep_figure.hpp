// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "sim/base/json.hpp"
#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/series.hpp"
#include "sim/report/run_groups.hpp"
#include "sim/report/statistic.hpp"

namespace lowband {

/// A mean over the seeds at a place of a curve.
struct SweepPoint {
  std::string curve;
  std::string panel;
  std::string name;  ///< "ALGORITHM@SCENARIO"
  Json value;        ///< of what is swept: a number, or a text
  Statistic figure;
  bool may_win = false;  ///< it can be the fastest
};

struct SweepAxes {
  std::string over;                        ///< Sweep::over()
  bool is_speed_up = false;                ///< the figure is a speed-up, else a time
  std::optional<bool> is_x_logarithmic{};  ///< empty: where the values differ by more than ten times
};

/// The figure of these points: see SweepPlot. Curves and panels are the labels and scenarios of `groups`, in their
/// order. Throws UsageError if there is nothing to draw, two points stand at the same place, or what is no number is to
/// be logarithmic.
[[nodiscard]] Figure sweep_figure(std::span<const RunGroup> groups, std::span<const SweepPoint> points,
                                  const SweepAxes& axes);

}  // namespace lowband
