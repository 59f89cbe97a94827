// SPDX-License-Identifier: Apache-2.0
#include "sim/report/run_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/report/comparison_notes.hpp"
#include "sim/report/report_format.hpp"
#include "sim/report/run_columns.hpp"
#include "sim/report/swept_values.hpp"

namespace lowband {

namespace {

/// The runs of `groups`, which are judged, each with the network that all runs of its scenario show.
std::vector<RunLine> lines_of(std::span<const RunGroup> groups) {
  std::map<std::pair<const ResultsFolder*, std::string>, ShownNetwork> networks;  // looked up, never gone through
  std::vector<RunLine> lines;
  for (const auto& group : groups) {
    const auto [network, is_new] = networks.try_emplace({group.results, group.scenario});
    if (is_new) network->second = network_shown(*group.results, group.scenario);
    const Json algorithm = algorithm_in(*group.results, group.algorithm);
    for (std::size_t i = 0; i < group.runs.size(); ++i) {
      lines.push_back({&group, group.runs[i], group.reached[i], algorithm, network->second});
    }
  }
  return lines;
}

/// Whether `a` comes before `b` in a column: numbers, the better ones first, then text by the alphabet, then nothing.
bool is_before(const Json& a, const Json& b, Better better) {
  const auto kind = [](const Json& value) { return value.is_null() ? 2 : value.is_number() ? 0 : 1; };
  if (kind(a) != kind(b)) return kind(a) < kind(b);
  if (a.is_number()) {
    return better == Better::less ? a.get<double>() < b.get<double>() : a.get<double>() > b.get<double>();
  }
  return a.is_null() ? false : a < b;
}

void sort_lines(std::vector<RunLine>& lines, const std::vector<RunColumn>& columns, const std::string& by) {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&by](const RunColumn& column) { return column.name == by; });
  if (found == columns.end()) {
    std::vector<std::string> names;
    for (const auto& column : columns) names.push_back(column.name);
    throw UsageError(fmt::format("--sort: expected a column, found \"{}\"{}", by, did_you_mean(by, names)));
  }
  std::stable_sort(lines.begin(), lines.end(), [&column = *found](const RunLine& a, const RunLine& b) {
    return is_before(column.value(a), column.value(b), column.better);
  });
}

std::string cell_of(const Json& value, const RunColumn& column) {
  if (value.is_null()) return "-";
  if (value.is_string()) return value.get<std::string>();
  return column.shown != nullptr ? column.shown(value.get<double>()) : value.dump();
}

std::string marks_of(const RunLine& line) {
  if (!line.reached) return "";
  return fmt::format("{}{}", line.reached->is_lost ? " †" : "", line.reached->is_short ? " ‡" : "");
}

TextTable table_of(const std::vector<RunLine>& lines, const std::vector<RunColumn>& columns) {
  TextTable table;
  table.rows.resize(lines.size());
  for (const auto& column : columns) {
    if (column.header.empty()) continue;
    std::vector<Json> values;
    for (const auto& line : lines) values.push_back(column.value(line));
    const auto all = [&values](auto&& holds) { return std::all_of(values.begin(), values.end(), holds); };
    if (all([](const Json& value) { return value.is_null(); })) continue;
    table.columns.push_back(
        {column.header, !all([](const Json& value) { return value.is_null() || value.is_number(); })});
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string marks = column.name == "time_to_target_s" ? marks_of(lines[i]) : "";
      table.rows[i].push_back(cell_of(values[i], column) + marks);
    }
  }
  return table;
}

std::vector<std::string> notes_of(std::span<const RunGroup> groups, const std::vector<RunLine>& lines) {
  std::vector<std::string> notes;
  const auto any = [&lines](bool Reached::*mark) {
    return std::any_of(lines.begin(), lines.end(),
                       [mark](const RunLine& line) { return line.reached && (*line.reached).*mark; });
  };
  if (any(&Reached::is_lost)) notes.emplace_back(lost_note);
  if (any(&Reached::is_short)) notes.emplace_back(short_note);
  std::size_t missing = 0;
  for (const auto& group : groups) missing += group.missing;
  if (missing > 0) notes.push_back(fmt::format("Without a line, as they have not finished: {} runs.", missing));
  return notes;
}

}  // namespace

std::string format_runs(std::span<const ResultsFolder> results, const RunTableOptions& options,
                        const std::string& format) {
  const auto metrics = metrics_asked_for(results, options.metrics, options.target);
  const auto all = judged_runs(results, options.target, !metrics.empty());
  const auto groups = options.only ? groups_matching(*options.only, all) : all;
  const auto columns = run_columns(results, metrics);
  auto lines = lines_of(groups);
  if (options.sort) sort_lines(lines, columns, *options.sort);
  Report report;
  report.tables.push_back({"", table_of(lines, columns)});
  report.notes = notes_of(groups, lines);
  for (const auto& column : columns) report.no_record[column.name] = nullptr;
  for (const auto& line : lines) {
    Json& record = report.records.emplace_back(Json::object());
    for (const auto& column : columns) record[column.name] = column.value(line);
  }
  return formatted(report, format);
}

}  // namespace lowband
