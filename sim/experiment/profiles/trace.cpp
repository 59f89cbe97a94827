// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/profiles/trace.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "sim/results/measured_column.hpp"

namespace lowband {

namespace {

using Names = std::vector<std::string>;

const Names& time_names() {
  static const Names names{"time", "timestamp", "seq_num"};
  return names;
}
const Names& duration_names() {
  static const Names names{"duration"};
  return names;
}

/// The first column that one of `names` is; a unit may follow it.
std::optional<std::size_t> column_of(const DataTable& table, const Names& names) {
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    const auto name = name_without_unit(table.columns()[i], Dimension::duration);
    if (std::find(names.begin(), names.end(), name) != names.end()) return i;
  }
  return std::nullopt;
}

/// Whether time is told by times or by durations, and where.
struct TimeColumn {
  std::size_t column = 0;
  bool is_duration = false;
};

TimeColumn time_column(const DataTable& table, const std::string& time, const std::string& duration) {
  if (!time.empty()) return {table.column(time), false};
  if (!duration.empty()) return {table.column(duration), true};
  const auto times = column_of(table, time_names());
  const auto durations = column_of(table, duration_names());
  if (times.has_value() == durations.has_value()) {
    throw UsageError(
        fmt::format("{}: expected a column of times or one of durations, found {}: name it by \"time\" or "
                    "\"duration\" (there are {})",
                    table.file(), times ? "both" : "neither", fmt::join(table.columns(), ", ")));
  }
  return times ? TimeColumn{*times, false} : TimeColumn{*durations, true};
}

/// The unit of a column: the one given, or the one in its name, or `otherwise`.
std::string_view unit_of(const DataTable& table, std::size_t column, Dimension dimension, const std::string& given,
                         std::string_view otherwise) {
  if (!given.empty()) return given;
  const auto unit = unit_in_name(table.columns()[column], dimension);
  return unit.empty() ? otherwise : unit;
}

double value_in(const MeasuredColumn& values, const DataTable& table, std::size_t row, std::size_t column) {
  const auto value = values.value(row);
  if (!value) table.expected("a value", row, column);
  return *value;
}

/// In seconds, of each row: the last of those that are told by times lasts as long as the one before.
std::vector<double> durations_of(const DataTable& table, const TimeColumn& time, const MeasuredColumn& times) {
  std::vector<double> seconds;
  for (std::size_t row = 0; row < table.rows(); ++row) seconds.push_back(value_in(times, table, row, time.column));
  if (!time.is_duration) {
    for (std::size_t row = 0; row + 1 < seconds.size(); ++row) seconds[row] = seconds[row + 1] - seconds[row];
    if (!seconds.empty()) seconds.back() = seconds.size() > 1 ? seconds[seconds.size() - 2] : 1.0;
  }
  for (std::size_t row = 0; row < seconds.size(); ++row) {
    if (seconds[row] >= clock_resolution_s) continue;
    if (time.is_duration) table.expected("a duration above 0", row, time.column);
    table.expected("a time after that of the row before", row + 1, time.column);
  }
  return seconds;
}

}  // namespace

void Trace::parameters(Parameters& parameters) {
  parameters.text("file", file_, "CSV or JSON, relative to this file", Parameters::Need::required);
  parameters.text("column", column_,
                  "of the values; unless given, the only one whose name ends with a unit of theirs, as bandwidth_kbps");
  parameters.text("unit", unit_, "of values that have none, nor the name of their column, such as kbps");
  parameters.text("time", time_,
                  "column of times, from which on the values hold; unless given, time, timestamp or seq_num, also with "
                  "a unit behind it");
  parameters.text("duration", duration_,
                  "column of durations, instead of times; unless given, duration, also with a unit behind it");
  parameters.text("time_unit", time_unit_,
                  "of times or durations, where neither they nor their column has one; else s");
  parameters.flag("repeat", repeat_, "begins anew after its end; else the last value stays");
}

void Trace::check(const Place& place) {
  if (!time_.empty() && !duration_.empty()) place.fail("expected either \"time\" or \"duration\", found both");
}

std::size_t Trace::value_column(const DataTable& table, Dimension dimension) const {
  if (!column_.empty()) return table.column(column_);
  const auto time = time_column(table, time_, duration_).column;
  Names candidates;
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    const auto& name = table.columns()[i];
    if (i != time && !unit_in_name(name, dimension).empty()) candidates.push_back(name);
  }
  if (candidates.size() == 1) return table.column(candidates.front());
  throw UsageError(fmt::format("{}: expected one column of values, found {}: name it by \"column\"", table.file(),
                               candidates.empty()
                                   ? fmt::format("none with a unit among {}", fmt::join(table.columns(), ", "))
                                   : fmt::format("{}", fmt::join(candidates, ", "))));
}

std::vector<Trace::Step> Trace::steps(const DataTable& table, Dimension dimension) const {
  const std::size_t column = value_column(table, dimension);
  const TimeColumn time = time_column(table, time_, duration_);
  const MeasuredColumn values(table, column, dimension, unit_of(table, column, dimension, unit_, ""), "\"unit\"");
  const MeasuredColumn times(table, time.column, Dimension::duration,
                             unit_of(table, time.column, Dimension::duration, time_unit_, "s"), "\"time_unit\"");
  const std::vector<double> seconds = durations_of(table, time, times);
  std::vector<Step> steps;
  for (std::size_t row = 0; row < seconds.size(); ++row) {
    steps.push_back({value_in(values, table, row, column), seconds[row]});
  }
  return steps;
}

StatedProfile Trace::make(const Place& place, const ProfileUse& use) const {
  std::vector<Step> measured;
  try {
    measured = steps(DataTable((use.folder / file_).lexically_normal()), use.dimension);
  } catch (const UsageError& error) {
    (place / "file").fail(error.what());
  }
  double sum = 0.0;
  double end_s = 0.0;
  for (const auto& [value, seconds] : measured) {
    sum += value * seconds;
    end_s += seconds;
  }
  const double mean = measured.empty() ? 0.0 : sum / end_s;
  if (mean == 0.0 && use.dimension != Dimension::duration) {
    (place / "file").fail("expected a value above 0 at some time, found an outage without an end");
  }
  StatedProfile trace{.profile = {}, .value = mean};
  double time_s = 0.0;
  for (const auto& [value, seconds] : measured) {
    const double factor = mean > 0.0 ? value / mean : 1.0;
    auto& points = trace.profile.points;
    if (points.empty() || points.back().factor != factor) points.push_back({time_s, factor});
    time_s += seconds;
  }
  if (repeat_) trace.profile.period_s = time_s;
  return trace;
}

}  // namespace lowband
