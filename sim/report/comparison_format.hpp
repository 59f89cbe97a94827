// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/report/comparison.hpp"

namespace lowband {

/// The comparison as text in one of report_formats(). For people: what the target and the baseline are, a table per
/// scenario (and paradigm, if each has a baseline of its own) in units that suit the size of the figures, and below
/// them whatever a mark or a gap means. A cell is the mean over the seeds, with the half-width of its confidence
/// interval after a ± where they differ, "(2/3)" where only some have the figure (at the target once, with the time),
/// "-" where none has. Throws UsageError for any other format.
[[nodiscard]] std::string format_comparison(const Comparison& comparison, const std::string& format);

}  // namespace lowband
