// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// Trace events as JSON ("Trace Event Format", Duca & Sinclair, Google 2016), which ui.perfetto.dev opens: a process
/// for each node, with a thread for each of its programs, whose boxes are complete events ("X"); a flow from the
/// departure of each message to where it was taken; an instant for each report. Times are whole nanoseconds, in
/// microseconds.
///
/// A flow is bound to a slice that stands, in the file too, right before it: all that a program sends at an instant, or
/// takes, is a slice without duration. Slices of a thread lie in one another or follow each other.
[[nodiscard]] std::string to_perfetto(const Timeline& timeline);

}  // namespace lowband
