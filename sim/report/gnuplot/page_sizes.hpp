// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/gnuplot/text_width.hpp"

/// Sizes on a page, in points.
namespace lowband::page_sizes {

inline constexpr double text = 13.0;
inline constexpr double small_text = 11.0;
inline constexpr double title = 15.0;
inline constexpr double line = 1.3;     ///< from one line of text to the next, in units of its size
inline constexpr double margin = 14.0;  ///< around the page
inline constexpr double pad = 8.5;      ///< between things that belong together; more than half a line of text
inline constexpr double row_gap = 22.0;
inline constexpr double column_gap = 26.0;
inline constexpr double swatch = 36.0;  ///< width of what stands beside a name in the legend
inline constexpr double heat = 14.0;    ///< width of the scale of colours
inline constexpr double node = 18.0;    ///< diameter of a node of a graph that has a label
inline constexpr double slant = 40.0;   ///< degrees of labels that find no room side by side

/// `words` in lines no wider than `room`; none of "".
[[nodiscard]] inline std::vector<std::string> lines_of(const std::string& words, double room, double size) {
  return words.empty() ? std::vector<std::string>{} : wrapped(words, room / size);
}

[[nodiscard]] inline double height_of(const std::vector<std::string>& lines, double size) {
  return line * size * static_cast<double>(lines.size());
}

}  // namespace lowband::page_sizes
