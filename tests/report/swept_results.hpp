// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/report/example_results.hpp"

namespace lowband::test {

/// The same run where the narrowest link has so many Mbps.
inline RunRecord at_bandwidth(RunRecord run, double Mbps) {
  for (auto& link : run.links) link.bandwidth_Bps = 125e3 * Mbps;
  return run;
}

/// Of algorithm "a", scenarios with these bandwidths in Mbps.
inline ResultsFolder over_bandwidths(const std::vector<std::pair<std::string, double>>& scenarios) {
  std::vector<RunRecord> runs;
  for (const auto& [name, Mbps] : scenarios) runs.push_back(at_bandwidth(example_run("a", name), Mbps));
  return results_of("e", std::move(runs));
}

/// A ring and gossip with 1 and 4 local steps. The ring takes 8 and 4 s to the target, gossip 2 and 6 s.
inline ResultsFolder sweep_of_steps() {
  ResultsFolder results = results_of("e", {reached("ring K=1", "lan", 8.0, 1000), reached("ring K=4", "lan", 4.0, 1000),
                                           with(reached("gossip K=1", "lan", 2.0, 1000), "gossip", "none"),
                                           with(reached("gossip K=4", "lan", 6.0, 1000), "gossip", "none")});
  Json& algorithms = results.manifest["experiment"]["algorithms"];
  for (std::size_t i = 0; i < 4; ++i) algorithms[i]["local_steps"] = i % 2 == 0 ? 1 : 4;
  algorithms[2]["topology"] = algorithms[3]["topology"] = {{"name", "ring"}};
  return results;
}

}  // namespace lowband::test
