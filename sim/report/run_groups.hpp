// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/target_options.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

/// The runs of one algorithm in one scenario of one experiment: one per seed. A row of a table, a curve of a plot.
struct RunGroup {
  const ResultsFolder* results = nullptr;
  std::string experiment;
  std::string algorithm;
  std::string label;  ///< the algorithm's name, with the experiment's in front where several are shown
  std::string scenario;
  std::string paradigm;
  std::string compression;             ///< "none" without one; "" as long as no run is finished
  std::vector<const RunRecord*> runs;  ///< those that are there
  std::size_t missing = 0;             ///< how many the manifest names besides

  TargetRule target;                            ///< what its runs are to reach; none before judge()
  std::vector<std::optional<Reached>> reached;  ///< of each of `runs`; empty before judge()
};

/// What each of the results is called: by its experiment, or by where it is if several are of one name.
[[nodiscard]] std::vector<std::string> experiment_names(std::span<const ResultsFolder> results);

/// All groups: scenario by scenario, results by results, and in each in the order of the experiment file, whatever
/// order the runs were made in. They point into `results`.
[[nodiscard]] std::vector<RunGroup> group_runs(std::span<const ResultsFolder> results);

/// Judges which runs reached the target of their experiment, or that of `options`. Throws UsageError if `options`
/// cannot be read, or the figure that a target is about was not recorded.
void judge(std::vector<RunGroup>& groups, const TargetOptions& options);

/// All groups, judged; of whom a target is about is of no effect without one, unless metrics are shown, which are those
/// of the same. Throws UsageError likewise.
[[nodiscard]] std::vector<RunGroup> judged_runs(std::span<const ResultsFolder> results, const TargetOptions& options,
                                                bool shows_metrics = false);

/// The names in the experiment's `list` ("algorithms" or "scenarios"), in its order.
[[nodiscard]] std::vector<std::string> names_in_experiment(const ResultsFolder& results, const char* list);

/// The same groups, labelled by their algorithms alone: what an algorithm is called in several experiments is one.
[[nodiscard]] std::vector<RunGroup> labelled_by_algorithm(std::vector<RunGroup> groups);

/// Those of `groups` whose ALGORITHM or ALGORITHM@SCENARIO matches `only`, a shell pattern, the algorithm by its name
/// or its label. Throws UsageError if none does.
[[nodiscard]] std::vector<RunGroup> groups_matching(const std::string& only, std::span<const RunGroup> groups);

/// The different values of `member` in order of first appearance.
[[nodiscard]] std::vector<std::string> distinct(std::span<const RunGroup> groups, std::string RunGroup::*member);

}  // namespace lowband
