// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "sim/report/units.hpp"

/// What a figure shows, as data: what a renderer (gnuplot, HTML) draws, and nothing of how. All values are in SI units
/// (s, bytes, bytes/s), shares from 0 to 1; an axis says in which unit they are to be read. Texts are as they come from
/// an experiment, with whatever characters they have: a renderer escapes them.
namespace lowband {

enum class Dash : std::uint8_t { solid, dashed, dotted };
enum class PointShape : std::uint8_t { none, dot, cross, circle, square, triangle, triangle_down, diamond };
/// What stands beside a name in the legend.
enum class Swatch : std::uint8_t { line, box, point, none };

struct FigureStyle {
  std::string colour = "#000000";  ///< "#rrggbb"
  Dash dash = Dash::solid;
  double width = 2.0;                   ///< of lines, in points
  PointShape shape = PointShape::none;  ///< at points of a line
  bool is_shape_sparse = false;         ///< at some points only: the line tells the values, the shape whose they are
  double fill = 1.0;                    ///< opacity of what is filled, 0 to 1
};

/// Something that all panels show alike, such as an algorithm, and its entry of the legend.
struct FigureSeries {
  std::string label;
  FigureStyle style;
  Swatch swatch = Swatch::line;
};

struct AxisTick {
  double at = 0.0;
  std::string label;

  [[nodiscard]] bool operator==(const AxisTick&) const = default;
};

struct FigureAxis {
  std::string label;              ///< without the unit
  Unit unit{1.0, ""};             ///< in which values are to be read; the symbol may be ""
  bool is_logarithmic = false;    ///< then least > 0
  double least = 0.0;             ///< the range, in SI units; marks beyond are clipped
  double most = 1.0;              ///< above least
  std::vector<AxisTick> ticks{};  ///< the labels; empty: round values
  bool is_hidden = false;         ///< neither line nor labels, as of a drawing
  bool is_downwards = false;      ///< least at the top, as rows of a matrix go

  [[nodiscard]] bool operator==(const FigureAxis&) const = default;
};

// The marks of a panel. `series` is an index into Figure::series.

struct LinePoint {
  double x = 0.0;
  double y = 0.0;
  double lowest = 0.0;  ///< of what y is the mean of
  double highest = 0.0;

  [[nodiscard]] bool operator==(const LinePoint&) const = default;
};

/// Points joined by a line, by ascending x unless it is a contour.
struct LineMark {
  /// How the lowest and the highest are shown: not, as a band, or as a bar at each point.
  enum class Spread : std::uint8_t { none, band, bars };
  /// How y goes on from a point: straight to the next, or as it is until the next.
  enum class Join : std::uint8_t { straight, steps };

  std::size_t series = 0;
  std::vector<LinePoint> points;
  Spread spread = Spread::none;
  Join join = Join::straight;
  bool is_filled = false;  ///< pale, down to the x axis
  std::string label{};     ///< at its end, as of a contour; "" without

  [[nodiscard]] bool operator==(const LineMark&) const = default;
};

/// Single points, in the colour of `series`, of a shape of their own.
struct DotMark {
  std::size_t series = 0;
  PointShape shape = PointShape::dot;
  std::vector<LinePoint> points;

  [[nodiscard]] bool operator==(const DotMark&) const = default;
};

/// A line across the panel, such as a target.
struct RuleMark {
  std::size_t series = 0;
  double at = 0.0;
  bool is_vertical = false;

  [[nodiscard]] bool operator==(const RuleMark&) const = default;
};

struct Box {
  double left = 0.0;
  double right = 0.0;
  double bottom = 0.0;
  double top = 0.0;
  std::string text{};  ///< what a page shows when it is pointed at; "" for nothing

  [[nodiscard]] bool operator==(const Box&) const = default;
};

/// Rectangles in the colour of `series`: bars, stacked shares, what a node did when, the region of a map that is won.
struct BoxMark {
  std::size_t series = 0;
  std::vector<Box> boxes;

  [[nodiscard]] bool operator==(const BoxMark&) const = default;
};

/// Rectangles whose colour is their value on FigurePanel::heat.
struct HeatMark {
  struct Cell {
    Box box;
    double value = 0.0;

    [[nodiscard]] bool operator==(const Cell&) const = default;
  };
  std::vector<Cell> cells;

  [[nodiscard]] bool operator==(const HeatMark&) const = default;
};

/// Nodes and the edges between them.
struct GraphMark {
  struct Node {
    std::size_t series = 0;
    double x = 0.0;
    double y = 0.0;
    std::string label{};

    [[nodiscard]] bool operator==(const Node&) const = default;
  };
  struct Edge {
    std::size_t series = 0;
    std::size_t from = 0;  ///< indices of nodes
    std::size_t to = 0;
    bool is_directed = false;
    std::string text{};  ///< what a page shows when it is pointed at; "" for nothing

    [[nodiscard]] bool operator==(const Edge&) const = default;
  };
  std::vector<Node> nodes;
  std::vector<Edge> edges;  ///< below the nodes

  [[nodiscard]] bool operator==(const GraphMark&) const = default;
};

/// A few words at a place, such as at a crossover; in the colour of `series`.
struct TextMark {
  std::size_t series = 0;
  double x = 0.0;
  double y = 0.0;
  std::string text;

  [[nodiscard]] bool operator==(const TextMark&) const = default;
};

using FigureMark = std::variant<LineMark, DotMark, RuleMark, BoxMark, HeatMark, GraphMark, TextMark>;

/// A line of words in the upper right corner of a panel, in the colour of `series`.
struct PanelRemark {
  std::size_t series = 0;
  std::string text;

  [[nodiscard]] bool operator==(const PanelRemark&) const = default;
};

struct FigurePanel {
  std::string title;
  FigureAxis x;
  FigureAxis y;
  std::vector<FigureMark> marks{};       ///< later ones on top
  std::vector<PanelRemark> remarks{};    ///< one below the other
  FigureAxis heat{};                     ///< of HeatMark: the scale of its colours
  std::string absence{};                 ///< in place of marks: "not finished"
  std::vector<std::string> scenarios{};  ///< that it is about, by which a page chooses; empty: it has to do with none
};

/// How much room a panel takes.
enum class PanelShape : std::uint8_t { common, wide, square };

/// A title, panels row by row, a legend for all of them, notes below.
struct Figure {
  std::string title;
  std::vector<FigureSeries> series{};  ///< in the order of the legend
  std::vector<FigurePanel> panels{};
  PanelShape shape = PanelShape::common;
  bool shares_x = false;             ///< all panels have the same x axis, so that labels below the last row do
  bool shares_y = false;             ///< all panels have the same y axis, so that one label per row does
  std::vector<std::string> notes{};  ///< whole sentences: what was left out, how to read it
  double width = 0.0;                ///< of the whole in points, of which 96 are an inch; 0: as its panels need
  double height = 0.0;
};

}  // namespace lowband
