// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

namespace lowband {

/// Closer than this to now is now: the clock is a sum of waits, each of them rounded.
[[nodiscard]] inline double clock_rounding(double now) { return 4.0 * std::numeric_limits<double>::epsilon() * now; }

}  // namespace lowband
