#include "sim/report/comparison_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/base/place.hpp"
#include "sim/report/comparison_table.hpp"
#include "sim/results/csv.hpp"
#include "sim/results/json_object.hpp"

namespace lowband {

namespace {

struct Figure {
  const char* name;
  Statistic ComparisonRow::*statistic;
};

constexpr std::array figures{
    Figure{"time_to_target_s", &ComparisonRow::time_to_target_s},
    Figure{"bytes_to_target", &ComparisonRow::bytes_to_target},
    Figure{"speed_up", &ComparisonRow::speed_up},
    Figure{"bytes_saved", &ComparisonRow::bytes_saved},
    Figure{"final_test_accuracy", &ComparisonRow::final_test_accuracy},
    Figure{"final_train_loss", &ComparisonRow::final_train_loss},
    Figure{"bytes_sent", &ComparisonRow::bytes_sent},
    Figure{"bits_per_parameter", &ComparisonRow::bits_per_parameter},
};

/// A row as the programs get it; CSV and JSON come from here.
Json record_of(const ComparisonRow& row) {
  Json record{
      {"experiment", row.experiment},
      {"scenario", row.scenario},
      {"algorithm", row.algorithm},
      {"paradigm", row.paradigm},
      {"compression", row.compression},
      {"baseline", row.baseline},
      {"seeds", row.seeds},
      {"finished", row.finished},
      {"diverged", row.diverged},
      {"diverged_at_iteration", row.diverged > 0 ? Json(row.diverged_at) : Json(nullptr)},
      {"reached_target", row.time_to_target_s.count},
      {"target_accuracy", to_json(row.target_accuracy)},
      {"target_loss", to_json(row.target_loss)},
  };
  for (const auto& figure : figures) {
    const std::string name = figure.name;
    record[name] = to_json((row.*figure.statistic).mean);
    record[name + "_std"] = to_json((row.*figure.statistic).deviation);
  }
  return record;
}

std::string csv_field_of(const Json& value) {
  if (value.is_string()) return csv_field(std::string_view(value.get_ref<const std::string&>()));
  if (value.is_number_unsigned()) return csv_field(value.get<std::uint64_t>());
  return csv_field(value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>());
}

std::string csv(std::span<const ComparisonRow> rows) {
  std::string text;
  const Json names = record_of(ComparisonRow{});
  for (const auto& [name, value] : names.items()) text += (text.empty() ? "" : ",") + name;
  text += '\n';
  for (const auto& row : rows) {
    for (const auto& value : record_of(row)) {
      text += csv_field_of(value);
      text += ',';
    }
    text.back() = '\n';
  }
  return text;
}

std::string json(std::span<const ComparisonRow> rows) {
  Json records = Json::array();
  for (const auto& row : rows) records.push_back(record_of(row));
  return records.dump(2) + '\n';
}

}  // namespace

const std::vector<std::string>& comparison_formats() {
  static const std::vector<std::string> formats{"table", "csv", "json", "markdown"};
  return formats;
}

std::string format_comparison(std::span<const ComparisonRow> rows, const std::string& format) {
  if (format == "table") return aligned_comparison(rows);
  if (format == "markdown") return markdown_comparison(rows);
  if (format == "csv") return csv(rows);
  if (format == "json") return json(rows);
  throw UsageError(fmt::format("--format: expected table, csv, json or markdown, found \"{}\"{}", format,
                               did_you_mean(format, comparison_formats())));
}

}  // namespace lowband
