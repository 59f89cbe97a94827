// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/mark_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "sim/report/gnuplot/heat_colour.hpp"

namespace lowband {

namespace {

constexpr double band_opacity = 0.15;
constexpr double node_radius = 0.03;  // of the panel, which a head of an arrow stops short of

int point_type(PointShape shape) {
  switch (shape) {
    case PointShape::cross:
      return 2;
    case PointShape::circle:
      return 6;
    case PointShape::square:
      return 4;
    case PointShape::triangle:
      return 8;
    case PointShape::triangle_down:
      return 10;
    case PointShape::diamond:
      return 12;
    case PointShape::dot:
    case PointShape::none:
      break;
  }
  return 7;
}

/// What follows "with lines" or another word for a line.
std::string stroke(const FigureStyle& style) {
  const char* dash = style.dash == Dash::solid ? "1" : style.dash == Dash::dashed ? "(12,6)" : "(2,5)";
  return fmt::format("lw {:g} lc rgb '{}' dt {}", style.width, style.colour, dash);
}

/// Whether boxes that follow each other have an edge in common: they are one area, without lines in it.
bool are_tiles(const BoxMark& mark) {
  const auto meet = [](const Box& a, const Box& b) { return a.right == b.left && a.bottom == b.bottom; };
  return std::adjacent_find(mark.boxes.begin(), mark.boxes.end(), meet) != mark.boxes.end();
}

/// The border hides the seams that drawing programs leave between boxes, in the very colour that they are filled with.
std::string tile_style(const FigureStyle& style) {
  std::string tint = "#";
  for (const std::size_t at : {1U, 3U, 5U}) {
    const double part = std::stoi(style.colour.substr(at, 2), nullptr, 16);
    tint += fmt::format("{:02x}", std::lround(255.0 + style.fill * (part - 255.0)));
  }
  return fmt::format("with boxxyerror fs solid 1 border lc rgb '{}' lw 0.5 lc rgb '{}'", tint, tint);
}

/// Writes the marks of a panel, one after the other.
class Writer {
 public:
  Writer(const Figure& figure, const FigurePanel& panel, std::size_t number)
      : figure_(figure), panel_(panel), number_(number) {}

  void operator()(const LineMark& mark) {
    const FigureStyle& style = figure_.series[mark.series].style;
    const std::string block = begin_block();
    for (const LinePoint& point : mark.points) {
      if (!shows(point)) continue;  // gnuplot clips lines, but not what it fills
      row({point.x, point.y, within(point.lowest), within(point.highest)});
    }
    end_block();
    const bool is_spread = std::any_of(mark.points.begin(), mark.points.end(),
                                       [](const LinePoint& point) { return point.lowest < point.highest; });
    const std::string faint = fmt::format("fs transparent solid {:g} noborder lc rgb '{}'", band_opacity, style.colour);
    if (mark.is_filled && mark.join == LineMark::Join::steps) plot(block, "1:2 with fillsteps " + faint);
    if (mark.is_filled && mark.join == LineMark::Join::straight) plot(block, "1:2 with filledcurves y=0 " + faint);
    if (mark.spread == LineMark::Spread::band && is_spread) plot(block, "1:3:4 with filledcurves " + faint);
    if (mark.spread == LineMark::Spread::bars && is_spread) {
      plot(block, fmt::format("1:2:3:4 with yerrorbars ps 0 lw 1.5 lc rgb '{}'", style.colour));
    }
    plot(block, "1:2 " + (mark.join == LineMark::Join::steps ? "with steps " + stroke(style) : line_style(style)));
  }

  void operator()(const DotMark& mark) {
    const std::string block = begin_block();
    for (const LinePoint& point : mark.points) {
      if (shows(point)) row({point.x, within(point.y)});
    }
    end_block();
    plot(block, "1:2 " + point_style(mark.shape, figure_.series[mark.series].style.colour));
  }

  void operator()(const RuleMark& mark) {
    const std::string block = begin_block();
    for (const bool end : {false, true}) {
      if (mark.is_vertical) {
        row({mark.at, end ? panel_.y.most : panel_.y.least});
      } else {
        row({end ? panel_.x.most : panel_.x.least, mark.at});
      }
    }
    end_block();
    plot(block, "1:2 with lines " + stroke(figure_.series[mark.series].style));
  }

  void operator()(const BoxMark& mark) {
    const std::string block = begin_block();
    for (const Box& box : mark.boxes) box_row(box, "");
    end_block();
    const FigureStyle& style = figure_.series[mark.series].style;
    plot(block, "1:2:3:4:5:6 " + (are_tiles(mark) ? tile_style(style) : box_style(style)));
  }

  void operator()(const HeatMark& mark) {
    const std::string block = begin_block();
    for (const auto& cell : mark.cells) {
      box_row(cell.box, fmt::format(" 0x{}", heat_colour(panel_.heat, cell.value).substr(1)));
    }
    end_block();
    plot(block, "1:2:3:4:5:6:7 with boxxyerror fs solid 1 noborder lc rgb variable");
  }

  void operator()(const GraphMark& mark) {
    for (std::size_t series = 0; series < figure_.series.size(); ++series) {
      for (const bool is_directed : {false, true}) edges(mark, series, is_directed);
    }
    for (std::size_t series = 0; series < figure_.series.size(); ++series) {
      const bool any = std::any_of(mark.nodes.begin(), mark.nodes.end(),
                                   [series](const auto& node) { return node.series == series; });
      if (!any) continue;
      const std::string block = begin_block();
      for (const auto& node : mark.nodes) {
        if (node.series == series) row({node.x, node.y});
      }
      end_block();
      plot(block, fmt::format("1:2 with points pt 7 ps 2.2 lc rgb '{}'", figure_.series[series].style.colour));
    }
  }

  void operator()(const TextMark& /*mark*/) {}  // words are the page's to place

  MarkScript script;

 private:
  [[nodiscard]] bool shows(const LinePoint& point) const {
    return (!panel_.x.is_logarithmic || point.x > 0.0) && (!panel_.y.is_logarithmic || point.y > 0.0);
  }
  [[nodiscard]] double within(double y) const { return std::clamp(y, panel_.y.least, panel_.y.most); }

  std::string begin_block() {
    const std::string name = fmt::format("$panel{}_{}", number_, blocks_++);
    script.data += name + " << END\n";
    return name;
  }
  /// Ten digits are more than any picture shows.
  void row(std::initializer_list<double> values) {
    const char* separator = "";
    for (const double value : values) {
      script.data += fmt::format("{}{:.10g}", separator, value);
      separator = " ";
    }
    script.data += '\n';
  }
  void box_row(const Box& box, const std::string& colour) {
    script.data += fmt::format("{:.10g} {:.10g} {:.10g} {:.10g} {:.10g} {:.10g}{}\n", 0.5 * (box.left + box.right),
                               0.5 * (box.bottom + box.top), box.left, box.right, box.bottom, box.top, colour);
  }
  void end_block() { script.data += "END\n"; }
  void plot(const std::string& block, const std::string& how) { script.plots.push_back(block + " using " + how); }

  void edges(const GraphMark& mark, std::size_t series, bool is_directed) {
    const auto is_wanted = [&](const auto& edge) { return edge.series == series && edge.is_directed == is_directed; };
    if (std::none_of(mark.edges.begin(), mark.edges.end(), is_wanted)) return;
    const std::string block = begin_block();
    for (const auto& edge : mark.edges) {
      if (!is_wanted(edge)) continue;
      const auto& from = mark.nodes[edge.from];
      const auto& to = mark.nodes[edge.to];
      const double length = std::hypot(to.x - from.x, to.y - from.y);
      const double radius = is_directed ? node_radius * (panel_.x.most - panel_.x.least) : 0.0;
      const double share = length > 2.0 * radius ? 1.0 - radius / length : 1.0;
      row({from.x, from.y, share * (to.x - from.x), share * (to.y - from.y)});
    }
    end_block();
    plot(block, fmt::format("1:2:3:4 with vectors {} {}", is_directed ? "head filled size screen 0.008,20" : "nohead",
                            stroke(figure_.series[series].style)));
  }

  const Figure& figure_;
  const FigurePanel& panel_;
  std::size_t number_;
  std::size_t blocks_ = 0;
};

}  // namespace

MarkScript mark_script(const Figure& figure, const FigurePanel& panel, std::size_t number) {
  Writer writer(figure, panel, number);
  for (const auto& mark : panel.marks) std::visit(writer, mark);
  return std::move(writer.script);
}

std::string line_style(const FigureStyle& style) {
  if (style.shape == PointShape::none) return "with lines " + stroke(style);
  return fmt::format("with linespoints pt {} ps 0.7{} {}", point_type(style.shape),
                     style.is_shape_sparse ? " pi -8" : "", stroke(style));
}

std::string point_style(PointShape shape, const std::string& colour) {
  return fmt::format("with points pt {} ps 0.8 lw 2 lc rgb '{}'", point_type(shape), colour);
}

std::string box_style(const FigureStyle& style) {
  return fmt::format("with boxxyerror fs solid {:g} border lc rgb '{}' lw 0.5 lc rgb '{}'", style.fill, style.colour,
                     style.colour);
}

}  // namespace lowband
