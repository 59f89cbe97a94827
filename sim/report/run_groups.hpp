#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

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
};

/// All groups, scenario by scenario, each in the order of the manifests. They point into `results`.
[[nodiscard]] std::vector<RunGroup> group_runs(std::span<const ResultsFolder> results);

/// The same groups, labelled by their algorithms alone: what an algorithm is called in several experiments is one.
[[nodiscard]] std::vector<RunGroup> labelled_by_algorithm(std::vector<RunGroup> groups);

/// The different values of `member` in order of first appearance.
[[nodiscard]] std::vector<std::string> distinct(std::span<const RunGroup> groups, std::string RunGroup::*member);

/// Whether any evaluation has a test accuracy; models such as a quadratic have none.
[[nodiscard]] bool has_accuracy(std::span<const RunGroup> groups);

}  // namespace lowband
