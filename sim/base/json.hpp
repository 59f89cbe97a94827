// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/place.hpp"

namespace lowband {

/// Objects and lists within each other that a JSON text may have: what handles a value calls itself for each.
inline constexpr std::size_t deepest_json = 100;

/// What becomes of comments, `// to the end of the line` and `/* as far as this */`, which JSON itself does not have.
enum class Comments : std::uint8_t { refused, passed_over };

/// The value of a JSON text that stands in `file`. Throws UsageError "FILE:LINE:COLUMN: ..." if it is not JSON, nests
/// deeper than deepest_json, has a number beyond the range of a double, or a key twice in one object.
[[nodiscard]] Json parse_json(std::string_view text, const std::string& file, Comments comments = Comments::refused);

/// Reads a JSON file by parse_json(). A file that cannot be read is a UsageError, too.
[[nodiscard]] Json read_json_file(const std::string& file, Comments comments = Comments::refused);

}  // namespace lowband
