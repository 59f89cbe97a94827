// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/report/figures/figure.hpp"

namespace lowband {

/// The colour of `value` on the scale `heat`, "#rrggbb": from yellow by green to dark violet, as viridis (Smith and van
/// der Walt 2015) backwards, which is told apart in grey and with colour blindness too.
[[nodiscard]] std::string heat_colour(const FigureAxis& heat, double value);

}  // namespace lowband
