#pragma once

#include <filesystem>
#include <string>

namespace lowband {

/// All of a file. Throws UsageError "FILE: cannot be read: REASON".
[[nodiscard]] std::string read_file(const std::filesystem::path& file);

}  // namespace lowband
