// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/experiment/sections.hpp"

namespace lowband {

/// The values of a list that stands where a scenario has one value. "..." before the last makes it a geometric series:
/// ["1Mbps", "...", "1Gbps"] is one value per decade, ["1Mbps", "2Mbps", "...", "16Mbps"] goes on with the ratio of the
/// first two. Each value is as `read` takes it. Throws UsageError at the place of what is wrong.
[[nodiscard]] std::vector<Json> range_values(const Json& list, const Place& place, ReadQuantity read);

/// Whether there is a "..." in a list.
[[nodiscard]] bool is_series(const Json& list);

/// A value as part of a name: without spaces.
[[nodiscard]] std::string label_of(const Json& value);

}  // namespace lowband
