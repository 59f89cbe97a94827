// SPDX-License-Identifier: Apache-2.0
#include "sim/base/printable.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace lowband {

namespace {

struct Character {
  std::size_t bytes = 0;  ///< 0: the text does not begin with a character in UTF-8
  std::uint32_t code_point = 0;
};

/// The first character of a text that is not empty (The Unicode Standard, table 3-7: well-formed UTF-8).
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {1, lead};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t code_point = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code_point = code_point << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};  // shorter forms are not allowed
  const bool is_surrogate = code_point >= 0xD800 && code_point < 0xE000;
  if (code_point < least[bytes] || code_point > 0x10FFFF || is_surrogate) return {};
  return {bytes, code_point};
}

/// What a terminal acts on instead of showing it: controls, ends of lines and paragraphs, changes of direction.
bool is_control(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

std::string escape_of(std::uint32_t control) {
  if (control == '\n') return "\\n";
  if (control == '\r') return "\\r";
  if (control == '\t') return "\\t";
  return fmt::format("\\u{:04x}", control);
}

std::string shown(std::string_view text, std::string_view with_backslash) {
  std::string shown;
  while (!text.empty()) {
    const Character character = first_character(text);
    const std::size_t bytes = character.bytes == 0 ? 1 : character.bytes;
    if (character.bytes == 0) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else if (is_control(character.code_point)) {
      shown += escape_of(character.code_point);
    } else {
      if (with_backslash.find(text.front()) != std::string_view::npos) shown += '\\';
      shown += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return shown;
}

}  // namespace

std::string printable(std::string_view text) { return shown(text, ""); }

std::string in_quotes(std::string_view text) { return '"' + shown(text, "\"\\") + '"'; }

}  // namespace lowband
