// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lowband {

/// A label, or the name of a group, as text: numbers are all written in one way, "1" for 1, 1.0 and "+1e0".
[[nodiscard]] std::string value_text(double value);
[[nodiscard]] std::string value_text(std::string_view text);

/// The finite number that is all of `text`, with a sign or without; else NaN.
[[nodiscard]] double number_in(std::string_view text);

}  // namespace lowband
