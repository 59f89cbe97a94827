// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/figures/figure.hpp"

namespace lowband {

/// An axis on which things of these names stand at 0, 1, 2, ...: with all their names, or, of more than fit, with those
/// at even distances.
[[nodiscard]] FigureAxis axis_of_names(std::string label, const std::vector<std::string>& names);

/// An axis of simulated time; a logarithmic one begins at `first_above_s`, which is above 0, if `from_s` is not.
[[nodiscard]] FigureAxis axis_of_time(double from_s, double to_s);
[[nodiscard]] FigureAxis logarithmic_axis_of_time(double from_s, double first_above_s, double to_s);

}  // namespace lowband
