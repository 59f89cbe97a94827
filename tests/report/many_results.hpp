// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/report/example_results.hpp"

namespace lowband::test {

/// As long as a name may be, of the widest letters.
inline const std::string longest_name(80, 'W');

/// So many scenarios and algorithms, all with different curves and the names as long as they may be; in the last
/// scenario nothing has finished.
inline std::vector<ResultsFolder> results_with(int scenarios, int algorithms) {
  std::vector<RunRecord> runs;
  std::size_t last = 0;
  for (int s = 0; s < scenarios; ++s) {
    last = runs.size();
    for (int a = 0; a < algorithms; ++a) {
      const std::string algorithm = a == 0 ? longest_name : "qsgd-in-gossip local_steps=" + std::to_string(a);
      const std::string scenario = s == 0 ? longest_name : "scenario " + std::to_string(s);
      RunRecord run = with(example_run(algorithm, scenario), "gossip", a % 2 == 0 ? "none" : "qsgd");
      run = with_staleness(run, {{0, 1, 0.5}, {static_cast<std::uint64_t>(s + 1), 1, 1.0}});
      for (auto& row : run.metrics) row.sim_time_s *= (s + 1.0) * (a + 10.0);
      for (auto& row : run.metrics) row.bytes_sent *= static_cast<std::uint64_t>(s + a + 1);
      for (auto& row : run.traffic) row.bytes_sent *= static_cast<std::uint64_t>(s + a + 1);
      for (auto& pair : run.peers) pair.bytes *= static_cast<std::uint64_t>(s + a + 1);
      for (auto& link : run.links) link.bytes *= static_cast<std::uint64_t>(s + a + 1);
      for (auto& link : run.links) link.bandwidth_Bps *= 1 << s;
      runs.push_back(std::move(run));
    }
  }
  auto results = results_of("experiment", std::move(runs));
  while (scenarios > 1 && results.runs.size() > last) {
    const std::size_t k = results.runs.size() - 1;
    results = without(std::move(results), k);
  }
  return {std::move(results)};
}

}  // namespace lowband::test
