// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/page.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "sim/report/html/figure_json.hpp"
#include "sim/report/html/html_text.hpp"
#include "sim/report/html/page_files.hpp"

namespace lowband {

namespace {

Json table_json(const PageTable& table) {
  Json json{{"columns", Json::array()}, {"rows", Json::array()}};
  for (const auto& [header, is_text] : table.columns)
    json["columns"].push_back(Json{{"header", header}, {"text", is_text}});
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (const auto& [text, key] : row.cells) cells.push_back(Json::array({text, key}));
    json["rows"].push_back(Json{{"scenario", row.scenario}, {"best", row.is_best}, {"cells", std::move(cells)}});
  }
  return json;
}

Json chart_json(const PageChart& chart) {
  Json json{{"id", chart.id}, {"title", chart.title}, {"panels", Json::array()}};
  for (const auto& [title, scenarios, figure, panel] : chart.panels) {
    json["panels"].push_back(Json{{"title", title}, {"scenarios", scenarios}, {"figure", figure}, {"panel", panel}});
  }
  return json;
}

/// What page.js builds the page of.
Json page_json(const Page& page) {
  Json json{{"title", page.title},
            {"about", page.about},
            {"scenarios", page.scenarios},
            {"answer", page.answer},
            {"answers", table_json(page.answers)},
            {"answer_notes", page.answer_notes},
            {"warnings", page.warnings},
            {"figures", Json::array()},
            {"charts", Json::array()},
            {"table", table_json(page.table)},
            {"table_notes", page.table_notes},
            {"manifests", Json::array()}};
  for (const auto& figure : page.figures) json["figures"].push_back(figure_json(figure));
  for (const auto& chart : page.charts) json["charts"].push_back(chart_json(chart));
  for (const auto& [title, manifest] : page.manifests) {
    json["manifests"].push_back(Json{{"title", title}, {"manifest", manifest}});
  }
  return json;
}

/// The template with "@NAME@" replaced, once each, in order: what was put in is not looked into.
std::string filled(std::string_view form, const std::vector<std::pair<std::string_view, std::string_view>>& parts) {
  std::string text;
  for (const auto& [name, part] : parts) {
    const std::string mark = fmt::format("@{}@", name);
    const std::size_t at = form.find(mark);
    text += form.substr(0, at);
    text += part;
    form.remove_prefix(at + mark.size());
  }
  return text += form;
}

}  // namespace

void add_chart(Page& page, PageChart chart, Figure figure) {
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const auto& [title, scenarios] = std::tie(figure.panels[i].title, figure.panels[i].scenarios);
    chart.panels.push_back({title.empty() ? figure.title : title, scenarios, page.figures.size(), i});
  }
  page.figures.push_back(std::move(figure));
  page.charts.push_back(std::move(chart));
}

bool can_draw_pages() { return !page_file::vega.empty(); }

std::string to_html(const Page& page) {
  const std::string title = html_escaped(page.title);
  const std::string data = json_in_script(page_json(page));
  return filled(page_file::form, {{"title", title},
                                  {"style", page_file::style},
                                  {"licence", page_file::licence},
                                  {"data", data},
                                  {"vega", page_file::vega},
                                  {"charts", page_file::charts},
                                  {"page", page_file::page}});
}

}  // namespace lowband
