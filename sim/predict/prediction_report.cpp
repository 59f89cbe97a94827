// SPDX-License-Identifier: Apache-2.0
#include "sim/predict/prediction_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <functional>
#include <span>

#include "sim/report/report_format.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"
#include "sim/results/json_object.hpp"

namespace lowband {

namespace {

constexpr double least_share_shown = 0.005;

bool is_measured(const PredictionRow& row) { return row.measurement && row.measurement->is_known(); }
bool is_held(const PredictionRow& row) { return row.prediction.is_known() && is_measured(row); }

/// What was measured beyond what was predicted, as a share of that.
double difference(const PredictionRow& row) { return row.measurement->round_s / row.prediction.time.total_s() - 1.0; }

Json record_of(const PredictionRow& row) {
  const Prediction& prediction = row.prediction;
  const auto predicted = [&](double value) { return prediction.is_known() ? to_json(value) : Json(nullptr); };
  const auto held = [&](auto value) { return is_held(row) ? to_json(value()) : Json(nullptr); };
  const auto measured = [&](double Measurement::*value) {
    return is_measured(row) ? to_json((*row.measurement).*value) : Json(nullptr);
  };
  const RoundTime& time = prediction.time;
  return {{"scenario", prediction.scenario},
          {"algorithm", prediction.algorithm},
          {"who", prediction.who},
          {"closed_form", prediction.equation},
          {"condition", prediction.condition},
          {"local_steps", predicted(prediction.local_steps)},
          {"bytes", predicted(prediction.traffic.bytes)},
          {"computing_s", predicted(time.computing_s + time.stragglers_s)},
          {"coding_s", predicted(time.coding_s)},
          {"communicating_s", predicted(time.communicating_s())},
          {"total_s", predicted(time.total_s())},
          {"stragglers_s", predicted(time.stragglers_s)},
          {"line_s", predicted(time.line_s)},
          {"latency_s", predicted(time.latency_s)},
          {"frames_s", predicted(time.frames_s)},
          {"windows_s", predicted(time.windows_s)},
          {"busiest_link", prediction.busiest_link},
          {"utilisation", predicted(prediction.utilisation)},
          {"measured_s", measured(&Measurement::round_s)},
          {"measured_utilisation", measured(&Measurement::utilisation)},
          {"difference", held([&] { return difference(row); })},
          {"rest_s", held([&] { return row.measurement->round_s - time.total_s(); })},
          {"why_no_measurement", row.measurement ? row.measurement->why_none : ""}};
}

struct Column {
  TextTable::Column column;
  std::function<std::string(const PredictionRow&)> cell;
};

std::string percent(double share, int decimals) { return fmt::format("{:.{}f} %", 100.0 * share, decimals); }

/// Of what a link could carry, which is the whole of it at most.
std::string busy(double utilisation) { return utilisation > 1.0 ? "over 100 %" : percent(utilisation, 0); }

Column predicted_column(const char* header, std::function<std::string(const Prediction&)> cell) {
  return {{header}, [cell = std::move(cell)](const PredictionRow& row) {
            return row.prediction.is_known() ? cell(row.prediction) : "-";
          }};
}

Column time_column(const char* header, double (*seconds)(const RoundTime&)) {
  return predicted_column(header, [seconds](const Prediction& one) { return human_seconds(seconds(one.time)); });
}

std::string why_of(const PredictionRow& row) {
  if (!row.measurement) return "";
  if (!is_measured(row)) return row.measurement->why_none;
  std::vector<std::string> texts;
  for (const auto& [name, seconds] : terms_beyond_plain(row)) {
    texts.push_back(fmt::format("{} {}", name, human_seconds(seconds)));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// Those of which some row has something to say.
std::vector<Column> columns_of(std::span<const PredictionRow> rows) {
  std::vector<Column> columns;
  const auto text = [&](const char* header, std::string Prediction::*member) {
    const auto has_it = [member](const PredictionRow& row) { return !(row.prediction.*member).empty(); };
    if (std::none_of(rows.begin(), rows.end(), has_it)) return;
    columns.push_back({{header, true}, [member](const PredictionRow& row) { return row.prediction.*member; }});
  };
  text("algorithm", &Prediction::algorithm);
  text("who", &Prediction::who);
  columns.push_back({{"closed form", true}, [](const PredictionRow& row) {
                       return row.prediction.is_known() ? row.prediction.equation : "-";
                     }});
  columns.push_back(predicted_column("bytes", [](const Prediction& one) { return human_bytes(one.traffic.bytes); }));
  columns.push_back(
      time_column("computing", [](const RoundTime& time) { return time.computing_s + time.stragglers_s; }));
  columns.push_back(time_column("coding", [](const RoundTime& time) { return time.coding_s; }));
  columns.push_back(time_column("communicating", [](const RoundTime& time) { return time.communicating_s(); }));
  columns.push_back(time_column("total", [](const RoundTime& time) { return time.total_s(); }));
  text("busiest link", &Prediction::busiest_link);
  columns.push_back(predicted_column(
      "busy", [](const Prediction& one) { return one.busiest_link.empty() ? "-" : busy(one.utilisation); }));
  const bool has_results = std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.measurement; });
  if (has_results) {
    columns.push_back({{"measured"}, [](const PredictionRow& row) {
                         return is_measured(row) ? human_seconds(row.measurement->round_s) : "-";
                       }});
    columns.push_back({{"measured busy"}, [](const PredictionRow& row) {
                         return is_held(row) ? percent(row.measurement->utilisation, 0) : "-";
                       }});
    columns.push_back({{"difference"}, [](const PredictionRow& row) {
                         return is_held(row) ? fmt::format("{:+.1f} %", 100.0 * difference(row)) : "-";
                       }});
    columns.push_back({{"why", true}, why_of});
  }
  text("condition", &Prediction::condition);
  return columns;
}

TextTable table_of(std::span<const PredictionRow> rows, const std::vector<Column>& columns) {
  TextTable table;
  for (const auto& column : columns) table.columns.push_back(column.column);
  for (const auto& row : rows) {
    auto& cells = table.rows.emplace_back();
    for (const auto& column : columns) cells.push_back(column.cell(row));
  }
  return table;
}

struct Letter {
  const char* name;
  const char* meaning;
};
constexpr std::array letters = {
    Letter{"M", "workers"},
    Letter{"S", "bytes of a vector as it travels"},
    Letter{"S'", "bytes of what servers send back"},
    Letter{"l", "latency"},
    Letter{"B", "bandwidth"},
    Letter{"g", "neighbours"},
    Letter{"k", "servers, or levels"},
    Letter{"r", "clients of a round"},
    Letter{"s", "sites"},
    Letter{"n", "workers of a site"},
    Letter{"m", "owners of chunks in a site"},
};

/// Whether an equation has this letter, by itself.
bool has_letter(const std::string& equation, const std::string& name) {
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '\''; };
  for (std::size_t at = equation.find(name); at != std::string::npos; at = equation.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !is_part(equation[at - 1])) && (end == equation.size() || !is_part(equation[end]))) return true;
  }
  return false;
}

/// "M workers, l latency, ...": of the letters that the equations have; "" without any.
std::string legend_of(std::span<const PredictionRow> rows) {
  std::vector<std::string> meanings;
  for (const auto& [name, meaning] : letters) {
    const auto has_it = [&](const PredictionRow& row) { return has_letter(row.prediction.equation, name); };
    if (std::any_of(rows.begin(), rows.end(), has_it)) meanings.push_back(fmt::format("{} {}", name, meaning));
  }
  return fmt::format("{}", fmt::join(meanings, ", "));
}

/// The rows of each scenario, which stand together.
std::vector<std::span<const PredictionRow>> by_scenario(std::span<const PredictionRow> rows) {
  std::vector<std::span<const PredictionRow>> tables;
  while (!rows.empty()) {
    const auto is_other = [&](const PredictionRow& row) {
      return row.prediction.scenario != rows.front().prediction.scenario;
    };
    const auto end = std::find_if(rows.begin(), rows.end(), is_other);
    const auto count = static_cast<std::size_t>(end - rows.begin());
    tables.push_back(rows.first(count));
    rows = rows.subspan(count);
  }
  return tables;
}

}  // namespace

std::vector<std::pair<std::string, double>> terms_beyond_plain(const PredictionRow& row) {
  if (!is_held(row)) return {};
  const RoundTime& time = row.prediction.time;
  const double measured_s = row.measurement->round_s;
  const double rest_s = measured_s - time.total_s();
  std::vector<std::pair<std::string, double>> terms = {
      {"latency", time.latency_s},       {"frames", time.frames_s},
      {"windows", time.windows_s},       {"codec", time.coding_s},
      {"stragglers", time.stragglers_s}, {rest_s > 0.0 ? "contention" : "overlap", rest_s}};
  std::erase_if(terms, [&](const auto& term) { return std::abs(term.second) < least_share_shown * measured_s; });
  std::stable_sort(terms.begin(), terms.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.second) > std::abs(b.second); });
  return terms;
}

std::string format_predictions(const std::vector<PredictionRow>& rows, const std::string& format) {
  Report report{.no_record = record_of({})};
  const auto columns = columns_of(rows);
  for (const auto& of_scenario : by_scenario(rows)) {
    report.tables.push_back({of_scenario.front().prediction.scenario, table_of(of_scenario, columns)});
  }
  if (const std::string legend = legend_of(rows); !legend.empty()) report.notes.push_back(legend);
  for (const auto& row : rows) report.records.push_back(record_of(row));
  return formatted(report, format);
}

}  // namespace lowband
