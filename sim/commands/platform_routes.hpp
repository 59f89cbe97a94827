// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/report/figures/named_route.hpp"

namespace lowband {

/// Routes that show where the links of a scenario's platform meet: of `pairs`, nodes that exchange something, and of
/// all pairs of workers; of many workers only those of neighbours and with the first. None where the platform cannot be
/// looked at, since results have no copy of a platform file of the scenario's own.
[[nodiscard]] std::vector<NamedRoute> platform_routes(const Experiment& experiment, const std::string& scenario,
                                                      const Algorithm& algorithm,
                                                      std::vector<std::pair<int, int>> pairs);

}  // namespace lowband
