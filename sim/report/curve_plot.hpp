#pragma once

#include <filesystem>
#include <string>

#include "sim/report/curve_figure.hpp"

namespace lowband {

/// The gnuplot script of a figure with a panel per scenario and a curve per algorithm. Several seeds become their mean
/// and a band from the least to the most; a thin line is the target, a dot the evaluation that reached it, a cross ends
/// the curve of a diverged run; a dotted line is the reference. The ending of `file` decides the format.
[[nodiscard]] std::string curve_plot(const CurveFigure& figure, const std::filesystem::path& file);

}  // namespace lowband
