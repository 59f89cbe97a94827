// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lowband {

/// How wide UTF-8 `text` is at most, in units of the size of its font: what it takes in DejaVu Sans, which is among the
/// widest of the fonts that "sans-serif" stands for; a character beyond ASCII as wide as its widest, 1, but for raised
/// digits.
[[nodiscard]] double text_width(std::string_view text);

/// `text` in lines of at most `width`, likewise; broken at spaces, and inside a word that is longer than a line. At
/// least one line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, double width);

}  // namespace lowband
