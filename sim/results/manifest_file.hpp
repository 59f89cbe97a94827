// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sim/base/place.hpp"
#include "sim/results/layout.hpp"  // IWYU pragma: export

namespace lowband {

/// The format of the results that this program writes: "format" of the manifest. Columns of CSV files and keys of JSON
/// files are read by name, and one that was added has a default, so results stay readable by later versions and keep
/// their number. It rises only with a change that an earlier version would misread.
inline constexpr int results_format = 1;

/// The manifest of the results in `folder`, in which "runs" is a list of names. Throws UsageError if the folder holds
/// anything else, if its results are being replaced, or if they are of a format that this program does not know.
[[nodiscard]] Json read_manifest(const std::filesystem::path& folder);

}  // namespace lowband
