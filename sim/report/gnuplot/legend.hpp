// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/report/gnuplot/page.hpp"

namespace lowband {

/// The legend of a figure, row by row in columns of equal width.
class Legend {
 public:
  /// In as many columns as find `room`, and then as few as need the same number of rows. A name that is longer than
  /// the room has several lines.
  Legend(const Figure& figure, double room);

  [[nodiscard]] double height() const;
  /// Puts it on a page, in its middle, from `top` down.
  void place(GnuplotPage& page, double top) const;

 private:
  struct Entry {
    std::size_t series;
    std::vector<std::string> lines;
  };

  [[nodiscard]] double row_height(std::size_t first) const;

  std::vector<Entry> entries_;
  std::size_t columns_ = 1;
  double column_width_ = 0.0;
};

}  // namespace lowband
