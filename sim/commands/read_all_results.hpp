// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "sim/results/results_folder.hpp"

namespace lowband {

/// The results in these folders, in this order; what each has to remark is told on standard error. Throws UsageError.
[[nodiscard]] std::vector<ResultsFolder> read_all_results(const std::vector<std::filesystem::path>& dirs);

}  // namespace lowband
