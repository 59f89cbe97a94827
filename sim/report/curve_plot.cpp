#include "sim/report/curve_plot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/report/canvas.hpp"
#include "sim/report/gnuplot.hpp"
#include "sim/report/panel_title.hpp"
#include "sim/report/units.hpp"

namespace lowband {

namespace {

constexpr const char* target_style = "with lines lw 1 dt 1 lc rgb '#888888'";
constexpr const char* reference_style = "with lines lw 1.5 dt (2,5) lc rgb 'black'";
constexpr const char* reached_style = "with points pt 7 ps 0.8 lc rgb";
constexpr const char* diverged_style = "with points pt 2 ps 0.8 lw 2 lc rgb";

/// The text of an axis, and what one of its units is in SI units.
struct AxisLabel {
  std::string text;
  double unit;
};

AxisLabel x_label(CurveX x, const Axis& axis) {
  if (x == CurveX::iteration) return {"iterations of a worker", 1.0};
  if (x == CurveX::workers) return {"workers M", 1.0};
  const double typical = axis.logarithmic ? std::sqrt(axis.least * axis.most) : axis.most;
  const Unit unit = x == CurveX::time ? time_unit(typical) : byte_unit(typical);
  const char* quantity = x == CurveX::time ? "simulated time" : "sent by all workers";
  return {fmt::format("{} ({})", quantity, unit.symbol), unit.size};
}

const char* owner_of(TargetOf of) {
  if (of == TargetOf::mean_model) return " of the mean model";
  if (of == TargetOf::server) return " of the server";
  return of == TargetOf::workers ? ", mean of the workers" : " of the worst worker";
}

AxisLabel y_label(CurveQuantity quantity) {
  switch (quantity.y) {
    case CurveY::test_accuracy:
      return {fmt::format("test accuracy{} (%)", owner_of(quantity.of)), 0.01};
    case CurveY::gradient_norm_sq:
      return {"squared gradient norm, mean of the last half", 1.0};
    case CurveY::train_loss:
      break;
  }
  return {fmt::format("train loss{}", owner_of(quantity.of)), 1.0};
}

std::string title_of(const CurveFigure& figure) {
  const char* y = figure.y_is.y == CurveY::test_accuracy      ? "test accuracy"
                  : figure.y_is.y == CurveY::gradient_norm_sq ? "squared gradient"
                                                              : "train loss";
  const char* x = figure.x_is == CurveX::time      ? "simulated time"
                  : figure.x_is == CurveX::bytes   ? "bytes sent"
                  : figure.x_is == CurveX::workers ? "workers"
                                                   : "iterations";
  return fmt::format("{}: {} over {}", figure.experiments, y, x);
}

std::string style_of(const CurveFigure& figure, const Series& series) {
  return figure.x_is == CurveX::workers ? marked_line_of(series) : line_of(series);
}

std::vector<LegendEntry> legend_of(const CurveFigure& figure) {
  std::vector<LegendEntry> legend;
  for (const auto& series : figure.series) legend.push_back({series.label, style_of(figure, series)});
  if (figure.x_is == CurveX::workers) legend.push_back({"1/sqrt(M)", reference_style});
  if (!figure.targets.empty()) legend.push_back({"target", target_style});
  const auto any = [&figure](auto&& holds) {
    return std::any_of(figure.panels.begin(), figure.panels.end(), [&holds](const CurvePanel& panel) {
      return std::any_of(panel.curves.begin(), panel.curves.end(), holds);
    });
  };
  if (any([](const DrawnCurve& drawn) { return drawn.reached.has_value(); })) {
    legend.push_back({"target reached", fmt::format("{} 'black'", reached_style)});
  }
  if (any([](const DrawnCurve& drawn) { return drawn.curve.diverged; })) {
    legend.push_back({"diverged", fmt::format("{} 'black'", diverged_style)});
  }
  return legend;
}

/// The points that the axes show; gnuplot clips lines, but not what it fills.
std::vector<CurvePoint> visible_points(const CurveFigure& figure, const CurvePanel& panel, const Curve& curve) {
  std::vector<CurvePoint> points;
  for (CurvePoint point : curve.points) {
    if (!panel.x.shows(point.x)) continue;
    point.lowest = std::clamp(point.lowest, figure.y.least, figure.y.most);
    point.highest = std::clamp(point.highest, figure.y.least, figure.y.most);
    points.push_back(point);
  }
  return points;
}

/// Where a diverged curve ends, or where it leaves the figure.
CurvePoint visible_end(const CurveFigure& figure, const Curve& curve) {
  const auto above = std::find_if(curve.points.begin(), curve.points.end(),
                                  [&figure](const CurvePoint& point) { return point.y > figure.y.most; });
  CurvePoint end = above == curve.points.end() ? curve.points.back() : *above;
  end.y = std::min(end.y, figure.y.most);
  return end;
}

/// Ten digits are more than any picture shows, and few enough that 0.94 is 94 %.
std::string data_block(const std::string& name, std::span<const CurvePoint> points, double x_unit, double y_unit) {
  std::string block = fmt::format("{} << END\n", name);
  for (const auto& point : points) {
    block += fmt::format("{:.10g} {:.10g} {:.10g} {:.10g}\n", point.x / x_unit, point.y / y_unit, point.lowest / y_unit,
                         point.highest / y_unit);
  }
  return block + "END\n";
}

bool has_band(const Curve& curve) {
  return std::any_of(curve.points.begin(), curve.points.end(),
                     [](const CurvePoint& point) { return point.lowest < point.highest; });
}

/// The data of a panel and the command that draws it: bands, the target on them, curves, the reference, and dots and
/// crosses on top.
std::string panel_script(const CurveFigure& figure, const CurvePanel& panel, double x_unit, double y_unit) {
  std::string data;
  std::vector<std::string> bands;
  std::vector<std::string> lines;
  std::vector<std::string> marks;
  for (const double target : figure.targets) lines.push_back(fmt::format("{} {}", target / y_unit, target_style));
  for (const auto& [series, curve, reached] : panel.curves) {
    const std::string block = fmt::format("$curve{}", series.index);
    data += data_block(block, visible_points(figure, panel, curve), x_unit, y_unit);
    lines.push_back(fmt::format("{} using 1:2 {}", block, style_of(figure, series)));
    if (has_band(curve)) {
      bands.push_back(fmt::format("{} using 1:3:4 with filledcurves fs transparent solid 0.15 noborder lc rgb '{}'",
                                  block, colour_of(series)));
    }
    if (reached && panel.x.shows(reached->x)) {
      const std::string dot = fmt::format("$reached{}", series.index);
      data += data_block(dot, {&*reached, 1}, x_unit, y_unit);
      marks.push_back(fmt::format("{} using 1:2 {} '{}'", dot, reached_style, colour_of(series)));
    }
    if (curve.diverged) {
      const CurvePoint last = visible_end(figure, curve);
      const std::string end = fmt::format("$end{}", series.index);
      data += data_block(end, {&last, 1}, x_unit, y_unit);
      marks.push_back(fmt::format("{} using 1:2 {} '{}'", end, diverged_style, colour_of(series)));
    }
  }
  if (!panel.reference.points.empty()) {
    data += data_block("$reference", panel.reference.points, x_unit, y_unit);
    lines.push_back(fmt::format("$reference using 1:2 {}", reference_style));
  }
  bands.insert(bands.end(), lines.begin(), lines.end());
  bands.insert(bands.end(), marks.begin(), marks.end());
  return data + fmt::format("plot {}\n", fmt::join(bands, ", \\\n  "));
}

}  // namespace

std::string curve_plot(const CurveFigure& figure, const std::filesystem::path& file) {
  const std::size_t panels = figure.panels.size();
  const std::size_t columns = columns_for(panels);
  const Canvas canvas(title_of(figure), sizes_for(columns), panels, columns, legend_of(figure));
  const AxisLabel y = y_label(figure.y_is);
  std::string script = canvas.begin(file);
  script += "set border 3 lc rgb '#444444'\nset grid lt 1 lw 0.5 lc rgb '#dddddd'\n";
  for (std::size_t i = 0; i < panels; ++i) {
    const CurvePanel& panel = figure.panels[i];
    script += canvas.panel(i) + fmt::format("set title {} noenhanced\n", gnuplot_string(panel_title(panel.scenarios)));
    script += canvas.is_first_column(i) ? fmt::format("set ylabel {} noenhanced\n", gnuplot_string(y.text))
                                        : "unset ylabel\n";
    if (panel.x.empty()) {
      script += "set xrange [0:1]\nunset xtics\nunset xlabel\n" + Canvas::not_finished();
      continue;
    }
    const AxisLabel x = x_label(figure.x_is, panel.x);
    script += fmt::format("set xlabel {} noenhanced\n", gnuplot_string(x.text));
    script += panel.x.script("x", x.unit) + figure.y.script("y", y.unit);
    script += panel_script(figure, panel, x.unit, y.unit);
  }
  return script + canvas.end();
}

}  // namespace lowband
