// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/text_width.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace lowband {

namespace {

/// Advance widths of the characters from ' ' to '~' in DejaVu Sans 2.37, in thousandths.
constexpr std::array<std::uint16_t, 95> widths = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};

/// The bytes of the character that begins at `start`.
std::size_t length_at(std::string_view text, std::size_t start) {
  std::size_t end = start + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return end - start;
}

/// Of a character beyond ASCII.
double width_of(std::string_view character) {
  const bool is_superscript =
      character.starts_with("\xE2\x81") || character == "¹" || character == "²" || character == "³";
  return is_superscript ? 0.53 : 1.0;
}

/// As much of `word` as `width` has room for, at least one character.
std::string_view beginning(std::string_view word, double width) {
  std::size_t end = length_at(word, 0);
  while (end < word.size()) {
    const std::size_t next = end + length_at(word, end);
    if (text_width(word.substr(0, next)) > width) break;
    end = next;
  }
  return word.substr(0, end);
}

}  // namespace

double text_width(std::string_view text) {
  double width = 0.0;
  for (std::size_t i = 0; i < text.size(); i += length_at(text, i)) {
    const auto c = static_cast<unsigned char>(text[i]);
    width += c < 0x80U ? widths[c >= ' ' && c <= '~' ? c - std::size_t{' '} : 0] / 1000.0
                       : width_of(text.substr(i, length_at(text, i)));
  }
  return width;
}

std::vector<std::string> wrapped(std::string_view text, double width) {
  std::vector<std::string> lines{""};
  while (!text.empty()) {
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const std::string joined = lines.back().empty() ? std::string(word) : lines.back() + ' ' + std::string(word);
    if (text_width(joined) <= width) {
      lines.back() = joined;
      continue;
    }
    if (!lines.back().empty()) lines.emplace_back();
    while (text_width(word) > width && word.size() > 1) {
      const std::string_view part = beginning(word, width);
      lines.back() = part;
      word.remove_prefix(part.size());
      if (word.empty()) break;
      lines.emplace_back();
    }
    if (!word.empty()) lines.back() = word;
  }
  return lines;
}

}  // namespace lowband
