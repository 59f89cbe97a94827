// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/legend.hpp"

#include <algorithm>

#include "sim/report/gnuplot/page_sizes.hpp"

namespace lowband {

namespace {

namespace sizes = page_sizes;

constexpr double row_gap = 4.0;

}  // namespace

Legend::Legend(const Figure& figure, double room) {
  double longest = 0.0;
  for (std::size_t i = 0; i < figure.series.size(); ++i) {
    if (figure.series[i].swatch == Swatch::none) continue;
    entries_.push_back({i, wrapped(figure.series[i].label, (room - sizes::swatch - sizes::pad) / sizes::text)});
    for (const auto& line : entries_.back().lines) longest = std::max(longest, sizes::text * text_width(line));
  }
  if (entries_.empty()) return;
  column_width_ = sizes::swatch + sizes::pad + longest + sizes::column_gap;
  const std::size_t n = entries_.size();
  const double fitting = (room + sizes::column_gap) / column_width_;
  const auto most = std::clamp<std::size_t>(static_cast<std::size_t>(fitting), 1, n);
  const std::size_t rows = (n + most - 1) / most;
  columns_ = (n + rows - 1) / rows;
}

double Legend::row_height(std::size_t first) const {
  std::size_t lines = 1;
  for (std::size_t i = first; i < std::min(entries_.size(), first + columns_); ++i) {
    lines = std::max(lines, entries_[i].lines.size());
  }
  return sizes::line * sizes::text * static_cast<double>(lines) + row_gap;
}

double Legend::height() const {
  double height = 0.0;
  for (std::size_t first = 0; first < entries_.size(); first += columns_) height += row_height(first);
  return height;
}

void Legend::place(GnuplotPage& page, double top) const {
  const double width = static_cast<double>(columns_) * column_width_ - sizes::column_gap;
  for (std::size_t first = 0; first < entries_.size(); first += columns_) {
    for (std::size_t i = first; i < std::min(entries_.size(), first + columns_); ++i) {
      const double x = 0.5 * (page.width - width) + static_cast<double>(i - first) * column_width_;
      page.swatches.push_back({entries_[i].series, x, top + 0.5 * sizes::line * sizes::text});
      page.add_lines(entries_[i].lines, x + sizes::swatch + sizes::pad, top, sizes::text, TextAnchor::left);
    }
    top += row_height(first);
  }
}

}  // namespace lowband
