// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/engine/platform.hpp"

namespace lowband {

/// Where TCP's slow start matters on the routes of a platform: how many pairs of workers have room for more than the
/// initial window in a round trip, so that fresh connections send in rounds, and after what idleness they do again. Two
/// lines, at most 100 columns but for long names, or "" where it matters nowhere. `step_s`: the seconds of a local step
/// on the slowest host, 0 if unknown.
[[nodiscard]] std::string slow_start_lines(const PlatformReport& report, double step_s);

}  // namespace lowband
