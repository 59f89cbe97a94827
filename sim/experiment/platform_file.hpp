// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

/// Fails at `place`, with the nearest name there is, if there is no such file.
void check_platform_file(const std::filesystem::path& file, const Place& place);

/// A platform file and the files that it names (profiles), as copies that need nothing else, all in one folder. The
/// platform's is `name`; "profiles/bw.txt" becomes "platform-bw.txt", or "platform-2-bw.txt" where another file has
/// that name already. Throws UsageError if one cannot be read.
[[nodiscard]] std::vector<FileContent> platform_copies(const std::filesystem::path& file, const std::string& name);

}  // namespace lowband
