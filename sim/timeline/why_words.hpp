// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/timeline/why.hpp"

namespace lowband {

/// "latency-bound: 62 % of the time is latency; with 4 bits instead of 32 it would take 5 % less (estimate)": what of a
/// critical path takes most, where, and what other bits per coordinate would change. Without a path, what workers do
/// with their time.
[[nodiscard]] std::string words_of(const Why& why);

}  // namespace lowband
