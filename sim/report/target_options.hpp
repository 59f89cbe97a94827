// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/results_folder.hpp"
#include "sim/results/target.hpp"

namespace lowband {

/// What `compare` and `plot` are told in place of the experiments' own targets.
struct TargetOptions {
  std::vector<std::string> targets;   ///< "accuracy=0.9", each of another metric; empty: the experiments' own
  std::optional<std::string> of;      ///< one of target_of_names()
  std::optional<std::uint64_t> hold;  ///< evaluations in a row, at least 1

  [[nodiscard]] bool empty() const noexcept { return targets.empty() && !of && !hold; }
};

/// The target of the experiment in `results`, as far as `options` say nothing else. Throws UsageError if `options`
/// cannot be read, `hold` stands without a target, or there is a target and nothing was learned.
[[nodiscard]] TargetRule target_rule(const ResultsFolder& results, const TargetOptions& options);

/// Whether something was learned, so that there is something to reach; if not, only the time was simulated.
[[nodiscard]] bool was_learned(const ResultsFolder& results);
/// Throws UsageError, with what helps, if results with finished runs do not have what the target is about.
void require_target(const ResultsFolder& results, const TargetRule& rule);
/// On how many samples the target is measured: of its first goal.
[[nodiscard]] std::uint64_t target_samples_of(const ResultsFolder& results, const TargetRule& rule);

/// "test accuracy 90 %, mean of the workers' own models on 1000 test samples, held for 2 evaluations"
[[nodiscard]] std::string target_text(const ResultsFolder& results, const TargetRule& rule);
/// As --target has it: "accuracy=0.9", "accuracy=0.9,loss=0.3".
[[nodiscard]] std::string target_notation(const TargetRule& rule);
/// Whose figure it is, and on how many samples: "mean of the workers' own models on 1000 test samples"; "" of a metric
/// that is of no one model.
[[nodiscard]] std::string owner_text(const ResultsFolder& results, const Metric& metric, TargetOf of);
/// The metric of this name. Throws UsageError "OPTION: expected ..." with the names of all.
[[nodiscard]] const Metric& metric_of_option(std::string_view option, const std::string& name);
/// The metrics of these names of --metric, in their order. Throws UsageError if no `results` have one of whom it is
/// shown of, which is whoever `options` name, or else shown_of() the targets.
[[nodiscard]] std::vector<const Metric*> metrics_asked_for(std::span<const ResultsFolder> results,
                                                           const std::vector<std::string>& names,
                                                           const TargetOptions& options);

}  // namespace lowband
