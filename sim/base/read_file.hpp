// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lowband {

/// All of a file, unpacked if it is packed by gzip, which its first bytes tell. Throws UsageError "FILE: cannot be
/// read: REASON", and what a FileReader throws.
[[nodiscard]] std::string read_file(const std::filesystem::path& file);

/// The same of a text, without the byte-order mark that some programs put before UTF-8. Throws UsageError, too, if the
/// mark is that of UTF-16.
[[nodiscard]] std::string read_text_file(const std::filesystem::path& file);

/// Whether the name of a file ends in `ending`, such as ".json", or in that and ".gz".
[[nodiscard]] bool has_ending(std::string_view file, std::string_view ending);

}  // namespace lowband
