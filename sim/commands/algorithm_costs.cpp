// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/algorithm_costs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/commands/step_times.hpp"
#include "sim/predict/rounds.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"
#include "sim/runs/stopwatch.hpp"

namespace lowband {

namespace {

/// Beyond, a line of the table is too long to be read.
constexpr std::size_t most_scenarios = 6;

constexpr auto unknown = "?";

/// What is the same in every scenario.
std::vector<std::string> cells_of(const Experiment& experiment, const Algorithm& algorithm, const Prediction& first) {
  const std::uint64_t iterations = experiment.training_of(algorithm).iterations;
  const double rounds = rounds_in(algorithm, first.participants, experiment.workers, iterations).count;
  const double bits = first.traffic.bits_per_coordinate();
  const double flops = experiment.model->is_trained() ? experiment.step_flops(algorithm) : 0.0;
  return {algorithm.name(),
          std::to_string(experiment.model->parameter_count()),
          flops > 0.0 ? flops_text({flops, flops}) : "none",
          rounds > 0.0 ? fmt::format("{:.0f}", rounds) : unknown,
          first.is_known() ? human_bytes(first.traffic.bytes) : unknown,
          bits > 0.0 ? fmt::format("{:.2f}", bits) : unknown};
}

}  // namespace

std::vector<PredictionsOfScenario> scenario_predictions(const Experiment& experiment) {
  constexpr double patience_s = 3.0;
  const Stopwatch stopwatch;
  std::vector<PredictionsOfScenario> all;
  for (const auto& scenario : experiment.scenarios) {
    auto& of_scenario = all.emplace_back();
    for (const auto& algorithm : experiment.algorithms) {
      of_scenario.push_back(predictions(experiment, *algorithm, scenario).front());
    }
    if (stopwatch.seconds() > patience_s) break;
  }
  return all;
}

std::string cost_table(const Experiment& experiment, const std::vector<PredictionsOfScenario>& predictions) {
  std::vector<std::vector<std::string>> same;  // in every scenario, by algorithm
  for (std::size_t i = 0; i < experiment.algorithms.size(); ++i) {
    same.push_back(cells_of(experiment, *experiment.algorithms[i], predictions.front().at(i)));
  }
  std::string text;
  for (std::size_t first = 0; first < experiment.scenarios.size(); first += most_scenarios) {
    const std::size_t end = std::min(first + most_scenarios, experiment.scenarios.size());
    TextTable table{{{"algorithm", true}, {"parameters"}, {"step"}, {"rounds"}, {"bytes/round"}, {"bits/parameter"}},
                    {}};
    for (std::size_t i = first; i < end; ++i) table.columns.push_back({experiment.scenarios[i].name});
    for (std::size_t i = 0; i < experiment.algorithms.size(); ++i) {
      auto cells = same[i];
      for (std::size_t scenario = first; scenario < end; ++scenario) {
        const bool is_known = scenario < predictions.size() && predictions[scenario].at(i).is_known();
        cells.push_back(is_known ? human_seconds(predictions[scenario].at(i).time.total_s()) : unknown);
      }
      table.rows.push_back(std::move(cells));
    }
    text += aligned(table, "  ");
  }
  return text;
}

}  // namespace lowband
