#include "sim/report/comparison_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

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
    Figure{"sim_time_s", &ComparisonRow::sim_time_s},
    Figure{"bytes_sent", &ComparisonRow::bytes_sent},
    Figure{"bits_per_parameter", &ComparisonRow::bits_per_parameter},
    Figure{"mean_staleness", &ComparisonRow::mean_staleness},
    Figure{"workers_test_accuracy", &ComparisonRow::workers_test_accuracy},
    Figure{"worst_worker_test_accuracy", &ComparisonRow::worst_worker_test_accuracy},
    Figure{"test_accuracy", &ComparisonRow::test_accuracy},
    Figure{"workers_train_loss", &ComparisonRow::workers_train_loss},
    Figure{"worst_worker_train_loss", &ComparisonRow::worst_worker_train_loss},
    Figure{"train_loss", &ComparisonRow::train_loss},
    Figure{"consensus_distance", &ComparisonRow::consensus_distance},
};

/// "seed 3: unstable: REASON; ..."
std::string complaints_of(const ComparisonRow& row) {
  std::vector<std::string> texts;
  for (const auto& complaint : row.complaints) {
    texts.push_back(fmt::format("seed {}: {}: {}", complaint.seed, complaint.status, complaint.reason));
  }
  return fmt::format("{}", fmt::join(texts, "; "));
}

/// A row as the programs get it; CSV and JSON come from here.
Json record_of(const ComparisonRow& row) {
  const bool has_target = row.target.exists();
  Json record{
      {"experiment", row.experiment},
      {"scenario", row.scenario},
      {"algorithm", row.algorithm},
      {"paradigm", row.paradigm},
      {"compression", row.compression},
      {"seeds", row.seeds},
      {"finished", row.finished},
      {"unstable", row.unstable},
      {"diverged", row.diverged},
      {"diverged_at_iteration", row.diverged > 0 ? Json(row.diverged_at) : Json(nullptr)},
      {"reason", complaints_of(row)},
      {"target_accuracy", to_json(row.target.accuracy)},
      {"target_loss", to_json(row.target.loss)},
      {"target_of", has_target ? name_of(row.target.of) : ""},
      {"target_samples", has_target ? Json(row.target_samples) : Json(nullptr)},
      {"target_hold", has_target ? Json(row.target.hold) : Json(nullptr)},
      {"reached_target", row.time_to_target_s.count},
      {"reached_at_the_end_only", row.reached_short},
      {"lost_target_again", row.reached_lost},
      {"fastest", row.is_fastest},
      {"baseline", row.baseline},
      {"why_no_speed_up", row.why_not},
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
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
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

struct Format {
  const char* name;
  std::string (*text)(const Comparison&);
};
constexpr std::array formats = {
    Format{"table", aligned_comparison},
    Format{"csv", [](const Comparison& comparison) { return csv(comparison.rows); }},
    Format{"json", [](const Comparison& comparison) { return json(comparison.rows); }},
    Format{"markdown", markdown_comparison},
};

}  // namespace

std::vector<std::string> comparison_formats() {
  std::vector<std::string> names;
  for (const auto& format : formats) names.emplace_back(format.name);
  return names;
}

std::string format_comparison(const Comparison& comparison, const std::string& format) {
  const auto found =
      std::find_if(formats.begin(), formats.end(), [&](const Format& each) { return each.name == format; });
  if (found != formats.end()) return found->text(comparison);
  throw UsageError(fmt::format("--format: expected {}, found \"{}\"{}", fmt::join(comparison_formats(), ", "), format,
                               did_you_mean(format, comparison_formats())));
}

}  // namespace lowband
