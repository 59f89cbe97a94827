// SPDX-License-Identifier: Apache-2.0
#include "sim/report/markup.hpp"

#include <array>
#include <cctype>

#include "sim/base/printable.hpp"
#include "sim/report/replaced.hpp"

namespace lowband {

namespace {

/// What has a meaning of its own anywhere in a line.
constexpr std::string_view special_in_markdown = "\\`*[]<>|&~$#";

/// Emphasis begins and ends at the edges of words: time_to_target_s has none.
bool is_inside_word(std::string_view text, std::size_t at) {
  const auto is_letter = [&](std::size_t i) {
    return i < text.size() && std::isalnum(static_cast<unsigned char>(text[i])) != 0;
  };
  return at > 0 && is_letter(at - 1) && is_letter(at + 1);
}

constexpr std::array in_latex{
    Replacement{"\\", R"(\textbackslash{})"},
    Replacement{"{", R"(\{)"},
    Replacement{"}", R"(\})"},
    Replacement{"$", R"(\$)"},
    Replacement{"&", R"(\&)"},
    Replacement{"#", R"(\#)"},
    Replacement{"%", R"(\%)"},
    Replacement{"_", R"(\_)"},
    Replacement{"^", R"(\textasciicircum{})"},
    Replacement{"~", R"(\textasciitilde{})"},
    Replacement{"<", R"(\textless{})"},
    Replacement{">", R"(\textgreater{})"},
    Replacement{"|", R"(\textbar{})"},
    Replacement{"\"", R"(\symbol{34})"},  // babel makes a command of it in some languages
    Replacement{"[", "{[}"},              // an option of the end of a row
    Replacement{"]", "{]}"},
    Replacement{"*", "{*}"},  // likewise
    // Ligatures: "--" is a dash, two quotes are one sign.
    Replacement{"--", "-{}-{}"},
    Replacement{"``", "`{}`{}"},
    Replacement{"''", "'{}'{}"},
    Replacement{"±", R"($\pm$)"},
    Replacement{"×", R"($\times$)"},
    Replacement{"µ", R"($\mu$)"},
    Replacement{"†", R"(\textdagger{})"},
    Replacement{"‡", R"(\textdaggerdbl{})"},
};

}  // namespace

std::string markdown_escaped(std::string_view text) {
  const std::string shown = printable(text);
  std::string escaped;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool is_special = special_in_markdown.find(shown[i]) != std::string_view::npos;
    if (is_special || (shown[i] == '_' && !is_inside_word(shown, i))) escaped += '\\';
    escaped += shown[i];
  }
  return escaped;
}

std::string latex_escaped(std::string_view text) { return replaced(printable(text), in_latex); }

}  // namespace lowband
