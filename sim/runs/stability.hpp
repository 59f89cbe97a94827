// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "sim/results/run_record.hpp"

namespace lowband {

/// Why the evaluations of a run that came to its end are those of one that went wrong, and what usually helps; nothing
/// if they are not. Either the last training loss is above the first, or the last consensus distance is above both 100
/// times its median over the first half of the evaluations and the squared norm of the mean model: then the workers'
/// models have less in common than they differ.
[[nodiscard]] std::optional<std::string> instability(std::span<const MetricsRow> evaluations);

}  // namespace lowband
