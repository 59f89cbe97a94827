// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/report/best.hpp"
#include "sim/report/html/page.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

/// Why the best of a scenario takes as long as it does.
struct BestReason {
  std::string scenario;
  std::string sentence;      ///< "latency-bound: 62 % of the time is latency; ..."
  std::string link{};        ///< the busiest one; "" if there is none
  double utilisation = 0.0;  ///< of it, while messages flow
  std::string slow_link{};   ///< the one with the most latency on the critical path; "" if there is none
  double latency = 0.0;      ///< what that is of the time
};

/// What decides who is best: time, if there is a target; else accuracy. Empty: there is neither.
[[nodiscard]] std::optional<BestBy> decided_by(const Comparison& comparison);

/// The report of results but for its charts: the answer first, the comparison, warnings, manifests. `best` is that of
/// the comparison by `by`, empty without; reasons may be missing.
[[nodiscard]] Page report_page(std::span<const ResultsFolder> results, const Comparison& comparison,
                               std::span<const Best> best, std::optional<BestBy> by,
                               std::span<const BestReason> reasons);

}  // namespace lowband
