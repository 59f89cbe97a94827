// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>

#include "sim/experiment/experiment.hpp"

namespace lowband {

/// What the runs of an experiment learn from.
struct LoadedData {
  Data data;
  std::map<std::uint64_t, Shares> shares;  ///< by seed
};

/// Loads the data of an experiment whose platform has been inspected, lets its methods settle what was left to them,
/// and splits the samples for each of its seeds. After that nothing of the experiment keeps it from running: `run` and
/// `validate` both check it by this. Throws AbsentData, or UsageError.
[[nodiscard]] LoadedData load(Experiment& experiment, const DataFolders& folders);

}  // namespace lowband
