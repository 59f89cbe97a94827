#include "sim/report/canvas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/report/gnuplot.hpp"

namespace lowband {

namespace {

constexpr double right_margin = 24.0;
constexpr double top_margin = 70.0;  // the figure's title and the titles of the first row
constexpr double title_line = 20.0;  // from the top
constexpr double character = 7.2;    // the mean width of one in a legend
constexpr double legend_sample = 60.0;
constexpr double legend_line = 21.0;
constexpr double legend_margin = 14.0;

/// As many columns as fit, and then as few as need the same number of rows.
std::size_t columns_that_fit(const std::vector<LegendEntry>& legend, double width) {
  std::size_t longest = 1;
  for (const auto& entry : legend) longest = std::max(longest, entry.label.size());
  const double entry_width = legend_sample + character * static_cast<double>(longest);
  const std::size_t n = std::max<std::size_t>(1, legend.size());
  const auto most = std::clamp<std::size_t>(static_cast<std::size_t>(width / entry_width), 1, n);
  const std::size_t rows = (n + most - 1) / most;
  return (n + rows - 1) / rows;
}

std::string terminal(const std::filesystem::path& file, double width, double height) {
  const auto ending = file.extension();
  if (ending == ".svg") {
    return fmt::format("svg size {:.0f},{:.0f} dynamic background rgb 'white' font 'sans-serif,13'", width, height);
  }
  if (ending == ".png") {  // twice the pixels, for sharp text on today's screens
    return fmt::format("pngcairo size {:.0f},{:.0f} fontscale 2 linewidth 2 pointscale 2 font 'sans-serif,10'",
                       2.0 * width, 2.0 * height);
  }
  // The sizes of this terminal's text, lines and dashes relative to the page differ from the others'.
  return fmt::format("pdfcairo size {:.3f}in,{:.3f}in fontscale 0.75 linewidth 1.5 dashlength 1.5 font 'sans-serif,10'",
                     width / 96.0, height / 96.0);
}

}  // namespace

std::size_t columns_for(std::size_t panels) { return panels == 4 ? 2 : std::min<std::size_t>(panels, 3); }

PanelSizes sizes_for(std::size_t columns) {
  if (columns == 1) return {.width = 640.0, .height = 360.0};
  if (columns == 2) return {.width = 440.0, .height = 300.0};
  return {.width = 340.0, .height = 270.0};
}

Canvas::Canvas(std::string title, PanelSizes sizes, std::size_t panels, std::size_t columns,
               std::vector<LegendEntry> legend)
    : title_(std::move(title)),
      sizes_(sizes),
      panels_(panels),
      columns_(std::min(columns, panels)),
      legend_(std::move(legend)) {
  const auto across = static_cast<double>(columns_);
  const auto down = static_cast<double>((panels + columns_ - 1) / columns_);
  width_ = sizes_.left + across * sizes_.width + (across - 1.0) * sizes_.column_gap + right_margin;
  legend_top_ = top_margin + down * sizes_.height + (down - 1.0) * sizes_.row_gap + sizes_.bottom;
  legend_columns_ = columns_that_fit(legend_, width_ - 2.0 * right_margin);
  const auto legend_rows = static_cast<double>((legend_.size() + legend_columns_ - 1) / legend_columns_);
  height_ = legend_top_ + legend_rows * legend_line + legend_margin;
}

std::string Canvas::begin(const std::filesystem::path& file) const {
  check_picture_ending(file);
  return fmt::format("set encoding utf8\nset terminal {} noenhanced\nset multiplot\nunset key\n",
                     terminal(file, width_, height_));
}

std::string Canvas::panel(std::size_t index) const {
  const auto column = static_cast<double>(index % columns_);
  const auto row = static_cast<double>(index / columns_);
  const double left = sizes_.left + column * (sizes_.width + sizes_.column_gap);
  const double top = top_margin + row * (sizes_.height + sizes_.row_gap);
  return place(left, left + sizes_.width, top, top + sizes_.height);
}

std::string Canvas::not_finished() {
  return "unset logscale\nset yrange [0:1]\nunset ytics\nunset ylabel\n"
         "set label 2 'not finished' at graph 0.5, graph 0.5 center textcolor rgb '#777777'\n"
         "plot NaN\nunset label 2\n";
}

std::string Canvas::end() const {
  std::string script = place(right_margin, width_ - right_margin, legend_top_, height_ - legend_margin);
  // A label on the screen belongs to every plot of a multiplot; drawn once, with the legend, it is not smeared.
  script += fmt::format("set label 1 {} at screen 0.5, screen {:.5f} center font ',14' noenhanced\n",
                        gnuplot_string(title_), 1.0 - title_line / height_);
  script += "unset title\nunset xlabel\nunset ylabel\nunset tics\nunset border\nunset logscale\nunset grid\n";
  script += fmt::format(
      "set key center center horizontal Left reverse maxcols {} samplen 3 spacing 1.1 noenhanced\n"
      "plot [0:1] [0:1] NaN notitle",
      legend_columns_);
  for (const auto& entry : legend_) {
    script += fmt::format(", \\\n  keyentry {} title {}", entry.style, gnuplot_string(entry.label));
  }
  return script + "\nunset multiplot\n";
}

std::string Canvas::place(double left, double right, double top, double bottom) const {
  return fmt::format(
      "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n"
      "set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}\n",
      left / width_, right / width_, 1.0 - top / height_, 1.0 - bottom / height_);
}

void check_picture_ending(const std::filesystem::path& file) {
  const auto ending = file.extension();
  if (ending == ".svg" || ending == ".png" || ending == ".pdf") return;
  throw UsageError(fmt::format("{}: expected a name that ends in .svg, .png or .pdf, found {}", file.string(),
                               ending.empty() ? "no ending" : fmt::format("\"{}\"", ending.string())));
}

}  // namespace lowband
