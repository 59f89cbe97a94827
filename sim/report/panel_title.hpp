// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lowband {

/// "a, b, c"; of more than three names the first and the last, as a title has no place for more: "a, ..., z".
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

/// What stands over the panel of these scenarios: "10Mbps", or "the same in 1Gbps, 10Mbps" where one panel does for
/// all.
[[nodiscard]] std::string panel_title(const std::vector<std::string>& scenarios);

}  // namespace lowband
