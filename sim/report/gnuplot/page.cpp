// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/report/gnuplot/legend.hpp"
#include "sim/report/gnuplot/panel_words.hpp"
#include "sim/report/gnuplot/surroundings.hpp"

namespace lowband {

namespace {

namespace sizes = page_sizes;

constexpr PlotExtent least_extent{100.0, 70.0};

std::size_t columns_of(const Figure& figure) {
  const std::size_t n = figure.panels.size();
  if (figure.shape == PanelShape::wide) return 1;
  return n == 4 ? 2 : std::min<std::size_t>(n, 3);
}

PlotExtent common_extent(PanelShape shape, std::size_t panels, std::size_t columns) {
  if (shape == PanelShape::wide) return {860.0, panels == 1 ? 320.0 : 200.0};
  if (shape == PanelShape::square) {
    const double side = columns == 1 ? 520.0 : columns == 2 ? 400.0 : 320.0;
    return {side, side};
  }
  if (columns == 1) return {640.0, 360.0};
  return columns == 2 ? PlotExtent{440.0, 300.0} : PlotExtent{340.0, 270.0};
}

void grow(double& most, double value) { most = std::max(most, value); }

/// The figure put together with plots of a given extent: rows and columns have the room that their panels need.
class Composition {
 public:
  Composition(const Figure& figure, PlotExtent plot)
      : figure_(figure),
        plot_(plot),
        lefts_(columns_of(figure)),
        rights_(lefts_.size()),
        tops_((figure.panels.size() + lefts_.size() - 1) / lefts_.size()),
        bottoms_(tops_.size()),
        width_(page_width()),
        legend_(figure, room()),
        title_(sizes::lines_of(figure.title, room(), sizes::title)) {
    for (const auto& note : figure.notes) {
      for (auto& line : wrapped(note, room() / sizes::small_text)) notes_.push_back(std::move(line));
    }
  }

  [[nodiscard]] double width() const { return width_; }
  [[nodiscard]] double height() const {
    double height = 2.0 * sizes::margin + sizes::height_of(title_, sizes::title) + sizes::pad +
                    sizes::row_gap * static_cast<double>(tops_.size() - 1);
    for (std::size_t row = 0; row < tops_.size(); ++row) height += tops_[row] + plot_.height + bottoms_[row];
    if (legend_.height() > 0.0) height += 2.0 * sizes::pad + legend_.height();
    if (!notes_.empty()) height += sizes::pad + sizes::height_of(notes_, sizes::small_text);
    return height;
  }
  /// The extent of plots with which the page would have the given size, if what is around them stayed as it is.
  [[nodiscard]] PlotExtent extent_for(double wanted_width, double wanted_height) const {
    const auto columns = static_cast<double>(lefts_.size());
    const auto rows = static_cast<double>(tops_.size());
    return {std::max(least_extent.width, plot_.width + (wanted_width - width()) / columns),
            std::max(least_extent.height, plot_.height + (wanted_height - height()) / rows)};
  }

  [[nodiscard]] GnuplotPage page() const {
    GnuplotPage page;
    page.width = width();
    page.height = height();
    double y = sizes::margin;
    page.add_lines(title_, 0.5 * page.width, y, sizes::title, TextAnchor::centre);
    y += sizes::height_of(title_, sizes::title) + sizes::pad;
    for (std::size_t row = 0; row < tops_.size(); ++row) {
      y += tops_[row];
      place_row(page, row, y);
      y += plot_.height + bottoms_[row] + (row + 1 < tops_.size() ? sizes::row_gap : 0.0);
    }
    legend_.place(page, y + 2.0 * sizes::pad);
    const double notes_height = sizes::height_of(notes_, sizes::small_text);
    page.add_lines(notes_, sizes::margin, page.height - sizes::margin - notes_height, sizes::small_text,
                   TextAnchor::left);
    return page;
  }

 private:
  /// Finds out how much room the panels of each row and column need.
  double page_width() {
    const std::size_t columns = lefts_.size();
    for (std::size_t i = 0; i < figure_.panels.size(); ++i) {
      around_.push_back(surroundings(figure_, i, plot_, columns));
      grow(lefts_[i % columns], around_[i].left);
      grow(rights_[i % columns], around_[i].right);
      grow(tops_[i / columns], around_[i].top);
      grow(bottoms_[i / columns], around_[i].bottom);
    }
    double width = 2.0 * sizes::margin + sizes::column_gap * static_cast<double>(columns - 1);
    for (std::size_t column = 0; column < columns; ++column) width += lefts_[column] + plot_.width + rights_[column];
    return width;
  }

  [[nodiscard]] double room() const { return width_ - 2.0 * sizes::margin; }

  void place_row(GnuplotPage& page, std::size_t row, double top) const {
    double x = sizes::margin;
    for (std::size_t column = 0; column < lefts_.size(); ++column) {
      x += lefts_[column];
      const std::size_t index = row * lefts_.size() + column;
      if (index >= around_.size()) return;
      const PageBox plot{x, top, x + plot_.width, top + plot_.height};
      page.panels.push_back({plot, around_[index].x_ticks, around_[index].y_ticks});
      place_panel_words(page, figure_, figure_.panels[index], around_[index], plot);
      x += plot_.width + rights_[column] + sizes::column_gap;
    }
  }

  const Figure& figure_;
  PlotExtent plot_;
  std::vector<Surroundings> around_;
  std::vector<double> lefts_;  ///< beside the plots of each column
  std::vector<double> rights_;
  std::vector<double> tops_;  ///< above the plots of each row
  std::vector<double> bottoms_;
  double width_;
  Legend legend_;
  std::vector<std::string> title_;
  std::vector<std::string> notes_;
};

/// The extent of plots with which the figure has the size that it asks for.
PlotExtent fitted(const Figure& figure, PlotExtent plot) {
  constexpr int rounds = 8;  // labels wrap with the extent, so that what is around depends on it a little
  for (int i = 0; i < rounds; ++i) plot = Composition(figure, plot).extent_for(figure.width, figure.height);
  const Composition composition(figure, plot);
  constexpr double rounding = 1.0;
  if (composition.width() > figure.width + rounding || composition.height() > figure.height + rounding) {
    throw UsageError(fmt::format(
        "--size: expected at least {:.0f}x{:.0f} for the panels and words of this figure, found {:.0f}x{:.0f}",
        std::ceil(std::max(composition.width(), figure.width)),
        std::ceil(std::max(composition.height(), figure.height)), figure.width, figure.height));
  }
  return plot;
}

}  // namespace

PageBox PageText::box() const {
  const double width = size * text_width(text);
  const double from = anchor == TextAnchor::left ? 0.0 : anchor == TextAnchor::centre ? -0.5 * width : -width;
  const double half = 0.5 * sizes::line * size;
  const double cosine = std::cos(angle * std::numbers::pi / 180.0);
  const double sine = std::sin(angle * std::numbers::pi / 180.0);
  PageBox box{x, y, x, y};
  for (const double along : {from, from + width}) {
    for (const double across : {-half, half}) {
      const double corner_x = x + along * cosine + across * sine;
      const double corner_y = y - along * sine + across * cosine;
      box = {std::min(box.left, corner_x), std::min(box.top, corner_y), std::max(box.right, corner_x),
             std::max(box.bottom, corner_y)};
    }
  }
  return box;
}

void GnuplotPage::add_lines(const std::vector<std::string>& lines, double x, double top, double size, TextAnchor anchor,
                            const std::string& colour) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    texts.push_back({x, top + sizes::line * size * (static_cast<double>(i) + 0.5), lines[i], anchor, size, colour});
  }
}

GnuplotPage page_of(const Figure& figure) {
  PlotExtent plot = common_extent(figure.shape, figure.panels.size(), columns_of(figure));
  if (figure.width > 0.0) plot = fitted(figure, plot);
  return Composition(figure, plot).page();
}

}  // namespace lowband
