// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/timeline/why.hpp"

namespace lowband {

/// Why runs took as long as they did, in one of report_formats(): for people a table per scenario, with the parts of
/// the critical path as shares of its time, the three busiest links, and the sentence. Runs stand in the order in which
/// they are given, those of a scenario together. Throws UsageError for any other format.
[[nodiscard]] std::string format_why(const std::vector<Why>& runs, const std::string& format);

}  // namespace lowband
