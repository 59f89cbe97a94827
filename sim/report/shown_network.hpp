// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <string>

#include "sim/results/results_folder.hpp"

namespace lowband {

/// The network of a scenario, as far as its runs show it.
struct ShownNetwork {
  double bandwidth_Bps = std::numeric_limits<double>::quiet_NaN();  ///< of the narrowest link
  double latency_s = std::numeric_limits<double>::quiet_NaN();      ///< of the link with the longest
};

/// That of all links that any run of the scenario has in its links.csv.
[[nodiscard]] ShownNetwork network_shown(const ResultsFolder& results, const std::string& scenario);

}  // namespace lowband
