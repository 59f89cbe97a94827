// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lowband {

/// `text` as it can be shown on a terminal, in one line: control characters, and those that change the direction of
/// writing, become escapes ("\n", "\u001b"), and so do bytes that are no UTF-8 ("\xff"). What files and the command
/// line hold goes through here before it is shown.
[[nodiscard]] std::string printable(std::string_view text);

/// The same between quotes, as JSON writes a text: quotes and backslashes inside get a backslash.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace lowband
