#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>

namespace lowband {

/// The content of those regular files of a tar archive, packed (gzip, bzip2, xz) or not, that have one of these names
/// in whatever folder. Throws UsageError if the file cannot be read, is no such archive, or ends too soon.
[[nodiscard]] std::map<std::string, std::string> read_archive(const std::filesystem::path& file,
                                                              std::span<const std::string> names);

}  // namespace lowband
