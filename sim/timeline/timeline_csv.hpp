// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// A line per box, by node and beginning; then one per message, as they were taken; then one per report:
///
///     kind           step, compute, wait, sleep, attend, message, report
///     node, host     of the program, or of the sender
///     program        "first" or "beside"
///     begin_s, end_s of a message: its departure, and when it was taken
///     arrived_s      of a message
///     round          of a box: see Timeline::Box
///     steps          local steps of a box; the iteration of a report
///     peer           of a wait: whose message; of a message: for whom
///     tag, bytes     of a message
///
/// What there is none of is empty; times of a message that was not taken are nan.
[[nodiscard]] std::string to_csv(const Timeline& timeline);

}  // namespace lowband
