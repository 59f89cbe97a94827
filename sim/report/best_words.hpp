// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/report/best.hpp"

namespace lowband {

/// The answer in words, a line each: who is best in which scenarios, whom the seeds do not tell from them, where one
/// seed cannot tell, where nobody wins and why.
[[nodiscard]] std::vector<std::string> best_in_words(std::span<const Best> best, BestBy by, double confidence);

}  // namespace lowband
