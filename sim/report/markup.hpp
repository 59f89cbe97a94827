// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lowband {

// Names, and whatever else files hold, as plain text inside of a language of markup: none of their characters can begin
// a command, end a cell or a line. Control characters become escapes first, as printable() has them.

/// For running text and table cells of GitHub's Markdown.
[[nodiscard]] std::string markdown_escaped(std::string_view text);

/// For running text and table cells of LaTeX, in UTF-8; signs that text fonts may lack become mathematics.
[[nodiscard]] std::string latex_escaped(std::string_view text);

}  // namespace lowband
