// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>

namespace lowband {

/// Why the period of a method must not be a time, and what to use: it counts local steps.
[[nodiscard]] inline std::string counts_steps(const std::string& method) {
  return fmt::format("\"{}\" counts local steps: expected a number of them, or a period such as \"growing\"", method);
}

}  // namespace lowband
