// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/predict.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/commands/prepared_results.hpp"
#include "sim/commands/read_all_results.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/predict/prediction_report.hpp"
#include "sim/results/manifest_file.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// The scenarios that results hold all of: those on the experiment's own platform file, of which they have a copy.
/// Tells of the others.
std::deque<Scenario> scenarios_of(const ResultsFolder& results, const std::string& manifest_file) {
  Json there = Json::array();
  for (const Json& scenario : results.manifest.at("experiment").at("scenarios")) {
    if (!scenario.contains("platform") || scenario.at("platform").is_null()) {
      there.push_back(scenario);
      continue;
    }
    print_error(fmt::format("{}: the scenario \"{}\" is left out: results have no copy of its own platform file, {}",
                            results.path.string(), scenario.value("name", ""), scenario.at("platform").dump()));
  }
  if (there.empty()) {
    throw UsageError(fmt::format("{}: all scenarios have platform files of their own, of which results have no copy",
                                 results.path.string()));
  }
  return read_scenarios(there, Place(manifest_file) / "experiment" / "scenarios", results.path);
}

/// The predictions of all algorithms in all scenarios, with what `groups` show of them, if there are results.
std::vector<PredictionRow> rows_of(Experiment& experiment, const PredictOptions& options,
                                   const std::optional<std::vector<RunGroup>>& groups) {
  static_cast<void>(experiment.inspect_platform());
  static_cast<void>(experiment.load_data(data_folders(options.data)));
  experiment.settle();
  std::vector<PredictionRow> rows;
  for (const auto& scenario : experiment.scenarios) {
    for (const auto& algorithm : experiment.algorithms) {
      for (auto& prediction : predictions(experiment, *algorithm, scenario)) {
        auto& row = rows.emplace_back(PredictionRow{std::move(prediction)});
        if (groups) row.measurement = measured(row.prediction, *algorithm, *groups);
      }
    }
  }
  return rows;
}

std::vector<PredictionRow> rows_of_results(const PredictOptions& options) {
  const auto results = read_all_results({options.source});
  const std::string manifest_file = (results.front().path / manifest_name).string();
  Experiment experiment = Experiment::of_results(results.front().manifest, manifest_file);
  experiment.set_scenarios(scenarios_of(results.front(), manifest_file), manifest_file);
  return rows_of(experiment, options, group_runs(results));
}

std::vector<PredictionRow> rows_of_file(const PredictOptions& options) {
  Experiment experiment(options.source);
  return rows_of(experiment, options, std::nullopt);
}

}  // namespace

int predict_command(const PredictOptions& options) {
  const auto rows = fs::is_directory(options.source) ? rows_of_results(options) : rows_of_file(options);
  fmt::print("{}", format_predictions(rows, options.format));
  return 0;
}

}  // namespace lowband
