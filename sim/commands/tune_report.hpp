// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/runs/tournament.hpp"

namespace lowband {

/// What a tournament came to, for people: a table of all candidates, the best first; which is chosen, and how far the
/// next ones are behind.
[[nodiscard]] std::string tune_report(const Tournament& tournament, const TuneRecord::Rungs& rungs);

/// "time to target", "bytes to target", "training loss"
[[nodiscard]] std::string text_of(TuneBy by);

}  // namespace lowband
