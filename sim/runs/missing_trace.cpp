// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/missing_trace.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace lowband {

std::string reason_for_none(const Trial& trial, const Experiment& experiment, const ResultsFolder& results) {
  if (!experiment.is_timing_independent(trial.algorithm)) return "what depends on time is trained in every scenario";
  const auto diverged = [&trial](const RunRecord& other) {
    return other.summary.algorithm == trial.algorithm.name() && other.summary.seed == trial.seed &&
           other.summary.status == "diverged";
  };
  if (std::any_of(results.runs.begin(), results.runs.end(), diverged)) {
    return "where a run diverges depends on the network, so it is trained in every scenario";
  }
  return "there is no trace: it was run with --no-replay, or not yet, or the trace was removed";
}

void WithoutTraces::add(const Trial& trial, const std::string& reason) {
  seeds_[reason][trial.algorithm.name()].insert(trial.seed);
}

std::vector<std::string> WithoutTraces::texts(std::string_view consequence) const {
  std::vector<std::string> texts;
  for (const auto& [reason, algorithms] : seeds_) {
    std::vector<std::string> names;
    for (const auto& [name, seeds] : algorithms) {
      names.push_back(fmt::format("\"{}\" with seed{} {}", name, seeds.size() == 1 ? "" : "s", fmt::join(seeds, ", ")));
    }
    texts.push_back(fmt::format("{}{}: {}", fmt::join(names, ", "), consequence, reason));
  }
  return texts;
}

}  // namespace lowband
