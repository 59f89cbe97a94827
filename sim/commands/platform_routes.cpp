// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/platform_routes.hpp"

#include <algorithm>

#include "sim/engine/platform.hpp"

namespace lowband {

std::vector<NamedRoute> platform_routes(const Experiment& experiment, const std::string& scenario,
                                        const Algorithm& algorithm, std::vector<std::pair<int, int>> pairs) {
  constexpr int most_workers = 40;
  const auto found = std::find_if(experiment.scenarios.begin(), experiment.scenarios.end(),
                                  [&scenario](const Scenario& one) { return one.name == scenario; });
  if (found == experiment.scenarios.end()) return {};
  for (int from = 0; from < experiment.workers; ++from) {
    for (int to = 0; to < experiment.workers; ++to) {
      const bool is_one = from == 0 || to == 0 || to == from + 1 || to == from - 1;
      if (from != to && (is_one || experiment.workers <= most_workers)) pairs.emplace_back(from, to);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<NamedRoute> routes;
  for (auto& route : inspect_platform(experiment.platform_in(*found, algorithm), pairs).routes) {
    routes.push_back({route.from, route.to, std::move(route.links)});
  }
  return routes;
}

}  // namespace lowband
