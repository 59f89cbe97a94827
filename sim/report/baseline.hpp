// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/run_groups.hpp"

namespace lowband {

/// `--baseline` with this word: the first uncompressed algorithm of each paradigm serves that paradigm.
inline constexpr const char* baseline_by_paradigm = "paradigm";

/// The algorithm that others are compared with, in each scenario.
struct Baseline {
  const ResultsFolder* results = nullptr;
  std::string algorithm;
  std::string label;                    ///< as RunGroup::label
  std::optional<std::string> paradigm;  ///< the one that it serves; empty: all
};

/// The baselines of a comparison: of the experiment files, whatever has been run and in which order. Without `choice`
/// one for all, the first algorithm without compression, in the first results that have such; `choice` names another,
/// by its name or its label, or is `baseline_by_paradigm`. Empty: all algorithms compress. Throws UsageError if no
/// algorithm is called `choice`.
[[nodiscard]] std::vector<Baseline> choose_baselines(std::span<const ResultsFolder> results,
                                                     const std::optional<std::string>& choice);

/// In what the experiments of two judged groups differ that would make a speed-up meaningless: "workers (8, 4)",
/// "model", "data", "target".
[[nodiscard]] std::vector<std::string> differences(const RunGroup& one, const RunGroup& other);

}  // namespace lowband
