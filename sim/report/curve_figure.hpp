#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "sim/report/axis.hpp"
#include "sim/report/curves.hpp"
#include "sim/report/series_style.hpp"

namespace lowband {

struct DrawnCurve {
  Series series;
  Curve curve;
  std::optional<CurvePoint> reached;  ///< where all runs reached the target that the figure shows
};

/// The curves of one scenario. Scenarios may differ by orders of magnitude in x, so each has its own axis. Scenarios
/// with the very same curves, such as replays over iterations, share a panel.
struct CurvePanel {
  std::vector<std::string> scenarios;
  std::vector<DrawnCurve> curves;
  Curve reference;  ///< over workers M: from the start of the first curve as 1/sqrt(M), linear speed-up; else empty
  Axis x;
};

/// What a figure of curves shows, before it is drawn. All panels share the y axis.
struct CurveFigure {
  CurveX x_is;
  CurveQuantity y_is;
  std::string experiments;
  std::vector<Series> series;
  std::vector<CurvePanel> panels;
  std::set<double> targets;  ///< of the judged groups, as far as they are about what the figure shows
  Axis y;
};

/// A loss or gradient is shown on a logarithmic axis, unless it can be negative; so is x, once the longest curve of a
/// panel is ten times as long as the shortest, and a number of workers always. Over workers, groups of the same label
/// make one curve; it takes two numbers of them. Throws UsageError if there is nothing to draw.
[[nodiscard]] CurveFigure curve_figure(std::span<const RunGroup> groups, CurveX x, CurveQuantity y);

}  // namespace lowband
