// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/parameters.hpp"

namespace lowband {

/// The numbers of a column of a CSV file, all of them in `range`. Throws UsageError, with the line of what is wrong.
[[nodiscard]] std::vector<double> read_csv_column(const std::filesystem::path& file, const std::string& column,
                                                  const Range& range);

}  // namespace lowband
