// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/figure_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <string>
#include <variant>

namespace lowband {

namespace {

Json number(double value) {
  if (!std::isfinite(value)) return nullptr;
  const double rounded = std::strtod(fmt::format("{:.7g}", value).c_str(), nullptr);
  const bool is_whole = std::abs(rounded) < 1e15 && rounded == std::floor(rounded);
  return is_whole ? Json(static_cast<std::int64_t>(rounded)) : Json(rounded);
}

/// Leaves out what is "".
void add_text(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

void add_if(Json& object, const char* key, bool holds) {
  if (holds) object[key] = true;
}

const char* name_of(Dash dash) {
  switch (dash) {
    case Dash::solid:
      return "";
    case Dash::dashed:
      return "dashed";
    case Dash::dotted:
      return "dotted";
  }
  return "";
}

/// As Vega calls its symbols.
const char* name_of(PointShape shape) {
  switch (shape) {
    case PointShape::none:
      return "";
    case PointShape::dot:
    case PointShape::circle:
      return "circle";
    case PointShape::cross:
      return "cross";
    case PointShape::square:
      return "square";
    case PointShape::triangle:
      return "triangle-up";
    case PointShape::triangle_down:
      return "triangle-down";
    case PointShape::diamond:
      return "diamond";
  }
  return "";
}

const char* name_of(Swatch swatch) {
  switch (swatch) {
    case Swatch::line:
      return "line";
    case Swatch::box:
      return "box";
    case Swatch::point:
      return "point";
    case Swatch::none:
      return "none";
  }
  return "";
}

Json series_json(const FigureSeries& series) {
  Json json{{"label", series.label}, {"colour", series.style.colour}, {"swatch", name_of(series.swatch)}};
  add_text(json, "dash", name_of(series.style.dash));
  add_text(json, "shape", name_of(series.style.shape));
  add_if(json, "sparse", series.style.is_shape_sparse);
  if (series.style.width != FigureStyle{}.width) json["width"] = number(series.style.width);
  if (series.style.fill != FigureStyle{}.fill) json["fill"] = number(series.style.fill);
  return json;
}

Json axis_json(const FigureAxis& axis) {
  Json json{{"least", number(axis.least)}, {"most", number(axis.most)}};
  add_text(json, "label", axis.label);
  if (axis.unit.size != 1.0) json["size"] = axis.unit.size;
  add_text(json, "unit", std::string(axis.unit.symbol));
  add_if(json, "log", axis.is_logarithmic);
  add_if(json, "hidden", axis.is_hidden);
  add_if(json, "downwards", axis.is_downwards);
  for (const auto& tick : axis.ticks) json["ticks"].push_back({number(tick.at), tick.label});
  return json;
}

Json points_json(const std::vector<LinePoint>& points, bool has_spread) {
  Json list = Json::array();
  for (const auto& point : points) {
    Json values{number(point.x), number(point.y)};
    if (has_spread) {
      values.push_back(number(point.lowest));
      values.push_back(number(point.highest));
    }
    list.push_back(std::move(values));
  }
  return list;
}

Json box_json(const Box& box) {
  Json values{number(box.left), number(box.right), number(box.bottom), number(box.top)};
  if (!box.text.empty()) values.push_back(box.text);
  return values;
}

Json mark_json(const LineMark& mark) {
  Json json{{"is", "line"}, {"series", mark.series}};
  if (mark.spread != LineMark::Spread::none) json["spread"] = mark.spread == LineMark::Spread::band ? "band" : "bars";
  if (mark.join == LineMark::Join::steps) json["join"] = "steps";
  add_if(json, "filled", mark.is_filled);
  add_text(json, "label", mark.label);
  json["points"] = points_json(mark.points, mark.spread != LineMark::Spread::none);
  return json;
}

Json mark_json(const DotMark& mark) {
  return {{"is", "dot"},
          {"series", mark.series},
          {"shape", name_of(mark.shape)},
          {"points", points_json(mark.points, false)}};
}

Json mark_json(const RuleMark& mark) {
  Json json{{"is", "rule"}, {"series", mark.series}, {"at", number(mark.at)}};
  add_if(json, "vertical", mark.is_vertical);
  return json;
}

Json mark_json(const BoxMark& mark) {
  Json json{{"is", "box"}, {"series", mark.series}, {"boxes", Json::array()}};
  for (const auto& box : mark.boxes) json["boxes"].push_back(box_json(box));
  return json;
}

Json mark_json(const HeatMark& mark) {
  Json json{{"is", "heat"}, {"cells", Json::array()}};
  for (const auto& cell : mark.cells) {
    const Box& box = cell.box;
    Json values{number(cell.value), number(box.left), number(box.right), number(box.bottom), number(box.top)};
    if (!box.text.empty()) values.push_back(box.text);
    json["cells"].push_back(std::move(values));
  }
  return json;
}

Json mark_json(const GraphMark& mark) {
  Json json{{"is", "graph"}, {"nodes", Json::array()}, {"edges", Json::array()}};
  for (const auto& node : mark.nodes) {
    json["nodes"].push_back({node.series, number(node.x), number(node.y), node.label});
  }
  for (const auto& edge : mark.edges) {
    json["edges"].push_back({edge.series, edge.from, edge.to, edge.is_directed, edge.text});
  }
  return json;
}

Json mark_json(const TextMark& mark) {
  return {{"is", "text"}, {"series", mark.series}, {"x", number(mark.x)}, {"y", number(mark.y)}, {"text", mark.text}};
}

Json panel_json(const FigurePanel& panel) {
  Json json{{"x", axis_json(panel.x)}, {"y", axis_json(panel.y)}, {"marks", Json::array()}};
  add_text(json, "title", panel.title);
  add_text(json, "absence", panel.absence);
  for (const auto& mark : panel.marks) {
    json["marks"].push_back(std::visit([](const auto& one) { return mark_json(one); }, mark));
    if (std::holds_alternative<HeatMark>(mark)) json["heat"] = axis_json(panel.heat);
  }
  for (const auto& remark : panel.remarks) json["remarks"].push_back({remark.series, remark.text});
  return json;
}

}  // namespace

Json figure_json(const Figure& figure) {
  Json json{{"title", figure.title}, {"series", Json::array()}, {"panels", Json::array()}};
  if (figure.shape != PanelShape::common) json["shape"] = figure.shape == PanelShape::wide ? "wide" : "square";
  for (const auto& series : figure.series) json["series"].push_back(series_json(series));
  for (const auto& panel : figure.panels) json["panels"].push_back(panel_json(panel));
  for (const auto& note : figure.notes) json["notes"].push_back(note);
  return json;
}

}  // namespace lowband
