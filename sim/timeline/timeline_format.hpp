// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// In which formats a timeline can be written for other programs:
///
///     perfetto  trace events as JSON, which ui.perfetto.dev and chrome://tracing open
///     csv       a line per box, message and report
///     paje      the trace format of Paje and ViTE, as SimGrid writes it
///
/// Each is described at its function.
[[nodiscard]] std::vector<std::string> timeline_formats();

/// The timeline in one of timeline_formats(). Throws UsageError for any other format.
[[nodiscard]] std::string formatted(const Timeline& timeline, const std::string& format);

}  // namespace lowband
