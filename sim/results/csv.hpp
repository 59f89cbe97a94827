// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lowband {

/// One field as it stands in a CSV file (RFC 4180). Numbers are as short as reads back exactly, "nan" where there is
/// none; text is quoted only where it holds a comma, a quote or a line break.
[[nodiscard]] std::string csv_field(double value);
[[nodiscard]] std::string csv_field(std::uint64_t value);
[[nodiscard]] std::string csv_field(int value);
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace lowband
