// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/runs/trial.hpp"

namespace lowband {

/// A run that is to come, and the folder of its results.
struct PlannedRun {
  std::string folder;
  Trial trial;
};

/// Every algorithm in every scenario of the experiment with every seed, scenario by scenario.
[[nodiscard]] std::vector<PlannedRun> plan(const Experiment& experiment);
/// Those of `all` whose ALGORITHM@SCENARIO or ALGORITHM@SCENARIO@seedN matches `only`, a shell pattern. Throws
/// UsageError if none does.
[[nodiscard]] std::vector<PlannedRun> runs_matching(const std::string& only, const std::vector<PlannedRun>& all);

/// Where `results` keeps the trace of `run`, and what it is known by according to the manifest there.
[[nodiscard]] Recording recording_of(const PlannedRun& run, const std::filesystem::path& results, const Json& manifest);

/// The names of the algorithms that are run.
[[nodiscard]] std::vector<std::string> algorithms_of(const std::vector<PlannedRun>& runs);
[[nodiscard]] std::vector<std::string> folders_of(const std::vector<PlannedRun>& runs);

/// Those of `runs` that `results` does not hold, whole. Throws UsageError if one cannot be done, as an incomplete one
/// is there whose folder holds files of others.
[[nodiscard]] std::vector<PlannedRun> still_to_do(const std::vector<PlannedRun>& runs,
                                                  const std::filesystem::path& results);

[[nodiscard]] int cores_of_machine();
/// How many threads each run has where `threads` are for all that go on at a time, `jobs` of `runs` at most; 0 threads:
/// as many as this machine has cores.
[[nodiscard]] int threads_each(int threads, int jobs, std::size_t runs);

}  // namespace lowband
