// SPDX-License-Identifier: Apache-2.0
#include "sim/report/why_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>

#include "sim/report/report_format.hpp"
#include "sim/report/text_table.hpp"
#include "sim/results/json_object.hpp"

namespace lowband {

namespace {

constexpr std::size_t most_links = 3;

/// A part of the path, as a column.
struct Part {
  const char* header;
  double PathTime::*seconds;
  bool is_optional = false;  ///< it is left out of tables where no run has any
};
constexpr std::array parts = {
    Part{"computing", &PathTime::computing_s},
    Part{"stragglers", &PathTime::stragglers_s},
    Part{"coding", &PathTime::coding_s},
    Part{"latency", &PathTime::latency_s},
    Part{"transmission", &PathTime::transmission_s},
    Part{"queueing", &PathTime::queueing_s},
    Part{"waiting", &PathTime::waiting_s, true},
};

double share_of(const Why& run, const Part& part) {
  const double total = run.path.total_s();
  return total > 0.0 ? run.path.*part.seconds / total : std::numeric_limits<double>::quiet_NaN();
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100.0 * share); }

/// "up-3 93 %, down-1 20 %".
std::string links_of(const Why& run) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most_links, run.links.size()); ++i) {
    text += fmt::format("{}{} {:.0f} %", i > 0 ? ", " : "", run.links[i].name, 100.0 * run.links[i].utilisation);
  }
  return text;
}

Json record_of(const Why& run) {
  Json record = {{"scenario", run.scenario}, {"algorithm", run.algorithm},
                 {"seed", run.seed},         {"sim_time_s", run.sim_time_s},
                 {"until_s", run.until_s},   {"synchronisations", run.path.synchronisations}};
  for (const auto& part : parts) record[part.header] = to_json(share_of(run, part));
  record["path_s"] = run.path.total_s();
  record["bits"] = run.bits;
  record["other_bits"] = run.other_bits;
  record["gain"] = run.gain;
  record["workers_steps"] = run.workers.steps;
  record["workers_coding"] = run.workers.coding;
  record["workers_waiting"] = run.workers.waiting;
  record["workers_idle"] = run.workers.idle;
  for (std::size_t i = 0; i < most_links; ++i) {
    const bool is_there = i < run.links.size();
    const std::string key = fmt::format("link_{}", i + 1);
    record[key] = is_there ? run.links[i].name : "";
    record[key + "_utilisation"] = is_there ? to_json(run.links[i].utilisation) : Json(nullptr);
  }
  record["why_no_path"] = run.why_no_path;
  record["sentence"] = run.sentence;
  return record;
}

TextTable table_of(std::span<const Why> runs) {
  std::vector<Part> shown;
  std::copy_if(parts.begin(), parts.end(), std::back_inserter(shown), [&](const Part& part) {
    const auto has_some = [&](const Why& run) { return share_of(run, part) >= 0.0005; };
    return !part.is_optional || std::any_of(runs.begin(), runs.end(), has_some);
  });
  TextTable table;
  table.columns.push_back({"algorithm", true});
  for (const auto& part : shown) table.columns.push_back({part.header});
  table.columns.push_back({"busiest links", true});
  table.columns.push_back({"why", true});
  for (const auto& run : runs) {
    auto& cells = table.rows.emplace_back();
    cells.push_back(run.algorithm);
    for (const auto& part : shown) cells.push_back(run.has_path() ? percent(share_of(run, part)) : "-");
    cells.push_back(links_of(run));
    cells.push_back(run.sentence);
  }
  return table;
}

/// A table per scenario, whose runs stand together.
std::vector<TitledTable> tables_of(std::span<const Why> runs) {
  std::vector<TitledTable> tables;
  while (!runs.empty()) {
    const std::string& scenario = runs.front().scenario;
    const auto end = std::find_if(runs.begin(), runs.end(), [&](const Why& run) { return run.scenario != scenario; });
    const auto of_scenario = runs.first(static_cast<std::size_t>(end - runs.begin()));
    tables.push_back({scenario, table_of(of_scenario)});
    runs = runs.subspan(of_scenario.size());
  }
  return tables;
}

}  // namespace

std::string format_why(const std::vector<Why>& runs, const std::string& format) {
  Report report{.tables = tables_of(runs), .no_record = record_of({})};
  for (const auto& run : runs) report.records.push_back(record_of(run));
  return formatted(report, format);
}

}  // namespace lowband
