// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/report/figures/figure.hpp"
#include "sim/report/gnuplot/page_sizes.hpp"

namespace lowband {

/// A rectangle on a page, in points from its upper left corner; y goes down.
struct PageBox {
  double left = 0.0;
  double top = 0.0;
  double right = 0.0;
  double bottom = 0.0;

  [[nodiscard]] double width() const { return right - left; }
  [[nodiscard]] double height() const { return bottom - top; }
  [[nodiscard]] double middle() const { return 0.5 * (left + right); }
  [[nodiscard]] bool overlaps(const PageBox& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

enum class TextAnchor : std::uint8_t { left, centre, right };

/// A line of text. (x, y) is the middle of its height, and of its width what `anchor` says.
struct PageText {
  double x = 0.0;
  double y = 0.0;
  std::string text;
  TextAnchor anchor = TextAnchor::left;
  double size = page_sizes::text;
  std::string colour = "#222222";
  double angle = 0.0;  ///< degrees counter-clockwise around (x, y)

  /// What it covers at most, by text_width().
  [[nodiscard]] PageBox box() const;
};

/// What stands beside a name in the legend, from x on, in the middle of a line at y.
struct PageSwatch {
  std::size_t series = 0;
  double x = 0.0;
  double y = 0.0;
};

/// A rectangle of one colour, such as a step of the scale of colours.
struct PageFill {
  PageBox box;
  std::string colour;
};

/// A panel on the page.
struct GnuplotPanel {
  PageBox plot;                   ///< between its axes
  std::vector<AxisTick> x_ticks;  ///< with a line of the grid each; their labels are among GnuplotPage::texts
  std::vector<AxisTick> y_ticks;
};

/// Where everything of a figure stands, in points, of which 96 are an inch: so that no text covers another or is cut
/// off.
struct GnuplotPage {
  double width = 0.0;
  double height = 0.0;
  std::vector<GnuplotPanel> panels;
  std::vector<PageText> texts;
  std::vector<PageSwatch> swatches;
  std::vector<PageFill> fills;

  /// Adds lines of text one below the other, the first from `top` on.
  void add_lines(const std::vector<std::string>& lines, double x, double top, double size, TextAnchor anchor,
                 const std::string& colour = PageText{}.colour);
};

/// The page of `figure`. Panels stand row by row, in at most three columns; wide ones in one. Throws UsageError if the
/// size that the figure asks for leaves no room for its panels.
[[nodiscard]] GnuplotPage page_of(const Figure& figure);

}  // namespace lowband
