// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/figure_script.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "sim/base/error.hpp"
#include "sim/report/gnuplot/gnuplot.hpp"
#include "sim/report/gnuplot/mark_script.hpp"
#include "sim/report/gnuplot/page.hpp"

namespace lowband {

namespace {

std::string terminal(const std::filesystem::path& file, const GnuplotPage& page) {
  const auto ending = file.extension();
  if (ending == ".svg") {
    return fmt::format("svg size {:.0f},{:.0f} dynamic background rgb 'white' font 'sans-serif,13'", page.width,
                       page.height);
  }
  if (ending == ".png") {  // twice the pixels, for sharp text on today's screens
    return fmt::format("pngcairo size {:.0f},{:.0f} fontscale 2 linewidth 2 pointscale 2 font 'sans-serif,10'",
                       2.0 * page.width, 2.0 * page.height);
  }
  // The sizes of this terminal's text, lines and dashes relative to the page differ from the others'.
  return fmt::format("pdfcairo size {:.3f}in,{:.3f}in fontscale 0.75 linewidth 1.5 dashlength 1.5 font 'sans-serif,10'",
                     page.width / 96.0, page.height / 96.0);
}

/// In the sizes of `terminal`: a font of 13 points of the page is called 10 where it is scaled.
double font_size(const std::filesystem::path& file, double size) {
  constexpr double of_cairo = 10.0 / 13.0;
  return file.extension() == ".svg" ? size : of_cairo * size;
}

std::string place(const GnuplotPage& page, const PageBox& box) {
  return fmt::format(
      "set lmargin at screen {:.6f}\nset rmargin at screen {:.6f}\n"
      "set tmargin at screen {:.6f}\nset bmargin at screen {:.6f}\n",
      box.left / page.width, box.right / page.width, 1.0 - box.top / page.height, 1.0 - box.bottom / page.height);
}

/// The range and the ticks of an axis; the words at the ticks are the page's to place.
std::string axis_script(const char* name, const FigureAxis& axis, const std::vector<AxisTick>& ticks) {
  std::vector<std::string> places;
  for (const auto& tick : ticks) places.push_back(gnuplot_tic("", tick.at));
  return fmt::format("{} logscale {}\nset {}range [{:.10g}:{:.10g}]\n{}\n", axis.is_logarithmic ? "set" : "unset", name,
                     name, axis.is_downwards ? axis.most : axis.least, axis.is_downwards ? axis.least : axis.most,
                     ticks.empty() ? fmt::format("unset {}tics", name)
                                   : fmt::format("set {}tics nomirror ({})", name, fmt::join(places, ", ")));
}

std::string panel_script(const Figure& figure, const GnuplotPage& page, std::size_t index) {
  const FigurePanel& panel = figure.panels[index];
  const GnuplotPanel& placed = page.panels[index];
  std::string script = place(page, placed.plot);
  script += panel.x.is_hidden ? "unset border\n" : "set border 3 lc rgb '#444444'\n";
  if (!panel.absence.empty()) {
    return script + "unset logscale\nset xrange [0:1]\nset yrange [0:1]\nunset xtics\nunset ytics\nplot NaN\n";
  }
  script += axis_script("x", panel.x, placed.x_ticks) + axis_script("y", panel.y, placed.y_ticks);
  const MarkScript marks = mark_script(figure, panel, index);
  return script + marks.data +
         fmt::format("plot {}\n", marks.plots.empty() ? "NaN" : fmt::format("{}", fmt::join(marks.plots, ", \\\n  ")));
}

/// In points of the page, from its lower left corner, as gnuplot has it.
struct Overlay {
  const GnuplotPage& page;
  const std::filesystem::path& file;
  std::string data{};
  std::vector<std::string> plots{};
  int blocks = 0;

  void add(const std::string& rows, const std::string& how) {
    const std::string name = fmt::format("$page_{}", blocks++);
    data += fmt::format("{} << END\n{}END\n", name, rows);
    plots.push_back(fmt::format("{} using {}", name, how));
  }

  void swatch(const FigureSeries& series, const PageSwatch& at) {
    const double y = page.height - at.y;
    if (series.swatch == Swatch::line) {
      add(fmt::format("{} {}\n{} {}\n{} {}\n", at.x, y, at.x + 0.5 * page_sizes::swatch, y, at.x + page_sizes::swatch,
                      y),
          "1:2 " + line_style(with_every_shape(series.style)));
    } else if (series.swatch == Swatch::point) {
      add(fmt::format("{} {}\n", at.x + 0.5 * page_sizes::swatch, y),
          "1:2 " + point_style(series.style.shape, series.style.colour));
    } else {
      add(fmt::format("{} {} {} {} {} {}\n", at.x + 0.5 * page_sizes::swatch, y, at.x + 0.25 * page_sizes::swatch,
                      at.x + 0.75 * page_sizes::swatch, y - 5.0, y + 5.0),
          "1:2:3:4:5:6 " + box_style(series.style));
    }
  }

  void fills() {
    if (page.fills.empty()) return;
    std::string rows;
    for (const auto& [box, colour] : page.fills) {
      rows += fmt::format("{:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f} 0x{}\n", 0.5 * (box.left + box.right),
                          page.height - 0.5 * (box.top + box.bottom), box.left, box.right, page.height - box.bottom,
                          page.height - box.top, colour.substr(1));
    }
    add(rows, "1:2:3:4:5:6:7 with boxxyerror fs solid 1 noborder lc rgb variable");
  }

  static FigureStyle with_every_shape(FigureStyle style) {
    style.is_shape_sparse = false;
    return style;
  }

  [[nodiscard]] std::string texts() const {
    std::string script;
    int number = 1;
    for (const auto& text : page.texts) {
      const char* anchor = text.anchor == TextAnchor::left     ? "left"
                           : text.anchor == TextAnchor::centre ? "center"
                                                               : "right";
      script += fmt::format(
          "set label {} {} at {:.2f},{:.2f} {}{} font ',{:.4g}' textcolor rgb '{}' noenhanced front\n", number++,
          gnuplot_string(text.text), text.x, page.height - text.y, anchor,
          text.angle == 0.0 ? "" : fmt::format(" rotate by {:g}", text.angle), font_size(file, text.size), text.colour);
    }
    return script;
  }
};

/// Words and legend: one plot on top, which is the whole page, in points. Labels belong to every plot of a multiplot;
/// drawn once they are not smeared.
std::string overlay_script(const Figure& figure, const GnuplotPage& page, const std::filesystem::path& file) {
  Overlay overlay{page, file};
  overlay.fills();
  for (const auto& swatch : page.swatches) overlay.swatch(figure.series[swatch.series], swatch);
  if (overlay.plots.empty()) overlay.plots.emplace_back("NaN");
  return overlay.data + overlay.texts() + place(page, {0.0, 0.0, page.width, page.height}) +
         fmt::format(
             "unset logscale\nunset border\nunset grid\nunset xtics\nunset ytics\n"
             "set xrange [0:{}]\nset yrange [0:{}]\nplot {}\nunset multiplot\n",
             page.width, page.height, fmt::join(overlay.plots, ", \\\n  "));
}

}  // namespace

std::string figure_script(const Figure& figure, const std::filesystem::path& file) {
  check_picture_ending(file);
  const GnuplotPage page = page_of(figure);
  std::string script = fmt::format(
      "set encoding utf8\nset terminal {} noenhanced\nset multiplot\nunset key\nset grid lt 1 lw 0.5 lc rgb "
      "'#dddddd'\n",
      terminal(file, page));
  for (std::size_t i = 0; i < figure.panels.size(); ++i) script += panel_script(figure, page, i);
  return script + overlay_script(figure, page, file);
}

std::string standalone_script(const Figure& figure, const std::filesystem::path& file) {
  return fmt::format("# gnuplot {}\nset output {}\n{}", "draws the picture beside this file, in whose folder it is run",
                     gnuplot_string(file.filename().string()), figure_script(figure, file));
}

void check_picture_ending(const std::filesystem::path& file) {
  const auto ending = file.extension();
  if (ending == ".svg" || ending == ".png" || ending == ".pdf") return;
  throw UsageError(fmt::format("{}: expected a name that ends in .svg, .png or .pdf, found {}", file.string(),
                               ending.empty() ? "no ending" : fmt::format("\"{}\"", ending.string())));
}

}  // namespace lowband
