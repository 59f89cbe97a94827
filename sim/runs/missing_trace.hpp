// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/results_folder.hpp"
#include "sim/runs/trial.hpp"

namespace lowband {

/// Why `results`, of `experiment`, have no trace of the algorithm and seed of `trial`.
[[nodiscard]] std::string reason_for_none(const Trial& trial, const Experiment& experiment,
                                          const ResultsFolder& results);

/// What cannot be timed for want of a trace, told once for each reason.
class WithoutTraces {
 public:
  void add(const Trial& trial, const std::string& reason);
  /// "NAMES CONSEQUENCE: REASON", one for each reason: "\"a\" with seed 1, \"b\" with seeds 1, 2 cannot be ..."
  [[nodiscard]] std::vector<std::string> texts(std::string_view consequence) const;

 private:
  using Seeds = std::set<std::uint64_t>;
  std::map<std::string, std::map<std::string, Seeds>> seeds_;  ///< by reason and algorithm
};

}  // namespace lowband
