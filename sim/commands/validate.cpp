// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/validate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/notice.hpp"
#include "sim/base/printable.hpp"
#include "sim/commands/algorithm_costs.hpp"
#include "sim/commands/forecast.hpp"
#include "sim/commands/platform_picture.hpp"
#include "sim/commands/prepared_results.hpp"
#include "sim/commands/slow_start.hpp"
#include "sim/commands/step_times.hpp"
#include "sim/commands/stepping_workers.hpp"
#include "sim/experiment/loaded_data.hpp"
#include "sim/experiment/warnings.hpp"
#include "sim/report/units.hpp"
#include "sim/topology/topology_facts.hpp"

namespace lowband {

namespace {

constexpr int most_pictured_workers = 16;
/// Beyond, a line for each scenario is what can be taken in.
constexpr std::size_t most_pictured_scenarios = 4;

/// "tcp, window 6MiB"
std::string network_text(const NetworkSettings& network) {
  return fmt::format(
      "{}, window {}{}", network.preset, window_text(network.window_bytes()),
      network.preset == "lv08" ? " (fresh connections: up to 12 times too slow for those that are held open)" : "");
}

std::string changes_of(const Scenario& scenario) {
  std::vector<std::string> changes;
  if (!scenario.platform.empty()) changes.push_back(scenario.platform);
  if (scenario.network)
    changes.push_back(scenario.network->window || scenario.network->preset == "lv08" ? network_text(*scenario.network)
                                                                                     : scenario.network->preset);
  if (!scenario.links.empty()) changes.emplace_back("links");
  if (!scenario.hosts.empty()) changes.emplace_back("hosts");
  if (scenario.varies_over_time()) changes.emplace_back("profiles");
  if (!scenario.devices.empty()) changes.emplace_back("devices");
  if (scenario.step_time_s) changes.push_back(fmt::format("steps of {}", human_seconds(*scenario.step_time_s)));
  return changes.empty() ? "nothing" : fmt::format("{}", fmt::join(changes, ", "));
}

/// The routes between all workers where they are few and have routes, else between those who talk.
PlatformReport picture(const Experiment& experiment, const Scenario& scenario) {
  if (experiment.workers <= most_pictured_workers) {
    try {
      return experiment.inspect_platform(scenario, true);
    } catch (const UsageError&) {  // the routes between those who talk are there: they have been looked at
    }
  }
  return experiment.inspect_platform(scenario);
}

void print_platform(const Experiment& experiment, const PlatformReport& report) {
  fmt::print("platform   {} hosts ({} of them work, {}), {} links\n", report.hosts_in_file, report.hosts.size(),
             speeds_of(report), report.links.size());
  fmt::print("network    {}\n", network_text(experiment.network));
  if (report.routes.empty()) return;
  const auto worst = std::max_element(report.routes.begin(), report.routes.end(),
                                      [](const auto& a, const auto& b) { return a.latency_s < b.latency_s; });
  fmt::print("routes     {} pairs of workers; slowest: {} to {}, {} links, {}{}{}\n", report.routes.size(),
             report.hosts[static_cast<std::size_t>(worst->from)].first,
             report.hosts[static_cast<std::size_t>(worst->to)].first, worst->links.size(),
             human_seconds(worst->latency_s), worst->links.empty() ? "" : ", " + human_rate(worst->bandwidth_Bps),
             worst->windowed_Bps < worst->bandwidth_Bps
                 ? fmt::format(" ({} for a message alone, by the window)", human_rate(worst->windowed_Bps))
                 : "");
}

/// The data, if they are there.
struct FoundData {
  std::optional<LoadedData> loaded{};
  std::string why_not{};         ///< they are not there
  std::string why_no_tensors{};  ///< what depends on the model's tensors is not known; "" if these are
};

/// Loads the data. If they are absent, all is checked that is known without them.
FoundData find_data(Experiment& experiment, const ValidateOptions& options) {
  FoundData found;
  try {
    found.loaded = load(experiment, data_folders(options.data));
  } catch (const AbsentData& error) {
    found.why_not = error.what();
    if (experiment.bind_to_known_samples()) {
      experiment.settle();
    } else {
      found.why_no_tensors = found.why_not;
    }
  }
  return found;
}

void print_algorithms(const Experiment& experiment, const std::string& why_unsettled) {
  for (const auto& algorithm : experiment.algorithms) {
    const Json facts = experiment.method_of(*algorithm).facts();
    fmt::print("algorithm  {}: {}, {}, {}\n", algorithm->name(), algorithm.name,
               algorithm->compressed() ? algorithm->compression().name() : "full precision", algorithm->rhythm());
    if (is_topology(facts)) fmt::print("           {}\n", topology_text(facts));
    if (facts.contains("consensus_step")) {
      fmt::print("           consensus step {}; the largest that contracts is {}\n", facts["consensus_step"].dump(),
                 facts["largest_consensus_step"].dump());
    } else if (algorithm->has_to_settle() && !why_unsettled.empty()) {
      fmt::print("           consensus step auto: found once the data are there ({})\n", why_unsettled);
    }
  }
}

std::vector<PicturedScenario> pictured_scenarios(const Experiment& experiment) {
  std::vector<PicturedScenario> pictured;
  for (const auto& scenario : experiment.scenarios) {
    pictured.push_back({scenario.name, changes_of(scenario), picture(experiment, scenario),
                        scenario.network.value_or(experiment.network).window_bytes()});
  }
  return pictured;
}

/// How long a local step takes in each scenario; scenarios in which all is alike stand together.
void print_steps(const Experiment& experiment, const std::vector<PicturedScenario>& pictured,
                 const std::string& why_unknown) {
  if (!experiment.model->is_trained()) {
    fmt::print("step       of a model that nobody trains\n");
  } else if (why_unknown.empty()) {
    fmt::print("step       {}: gradient of {} sample{}, and optimizer\n", flops_text(step_flops(experiment)),
               experiment.training.batch_size, experiment.training.batch_size == 1 ? "" : "s");
  } else {
    fmt::print("step       operations are known once the data are there ({})\n", why_unknown);
  }
  std::vector<std::pair<std::vector<std::string>, std::string>> blocks;
  for (std::size_t i = 0; i < pictured.size(); ++i) {
    const Scenario& scenario = experiment.scenarios[i];
    StepCost cost{.step_time_s = experiment.step_time_in(scenario)};
    if (!cost.step_time_s && !why_unknown.empty()) continue;
    if (why_unknown.empty()) cost.flops = step_flops(experiment);
    const std::string lines = step_lines(cost, stepping_workers(experiment, scenario, pictured[i].report));
    const auto is_it = [&](const auto& block) { return block.second == lines; };
    const auto known = std::find_if(blocks.begin(), blocks.end(), is_it);
    (known == blocks.end() ? blocks.emplace_back(std::vector<std::string>(), lines) : *known)
        .first.push_back(pictured[i].name);
  }
  const std::size_t shown = std::min(blocks.size(), most_pictured_scenarios);
  for (std::size_t i = 0; i < shown; ++i) {
    if (blocks.size() > 1) fmt::print("           {}:\n", fmt::join(blocks[i].first, ", "));
    fmt::print("{}", blocks[i].second);
  }
  if (blocks.size() > shown) fmt::print("           and {} others\n", blocks.size() - shown);
}

/// The seconds of a local step on the slowest host, 0 if the data are not there to tell.
double step_seconds(const Experiment& experiment, const Scenario& scenario, const PlatformReport& report) {
  if (const auto step_s = experiment.step_time_in(scenario)) return *step_s;
  return experiment.layout().empty() ? 0.0 : step_flops(experiment).second / slowest_speed(report);
}

/// Of the scenarios in which slow start matters.
void print_slow_start(const Experiment& experiment, const std::vector<PicturedScenario>& pictured) {
  for (std::size_t i = 0; i < pictured.size(); ++i) {
    const PlatformReport& report = pictured[i].report;
    const auto starts_slowly = [](const auto& route) { return route.starts_slowly; };
    if (std::none_of(report.routes.begin(), report.routes.end(), starts_slowly)) continue;
    const double step_s = step_seconds(experiment, experiment.scenarios[i], report);
    fmt::print("{}: {}", pictured[i].name, slow_start_lines(report, step_s));
  }
}

/// What algorithms cost in simulated time, and all runs in real time and memory.
void print_forecast(Experiment& experiment, const FoundData& found, bool is_quick) {
  std::vector<PredictionsOfScenario> predictions;
  if (found.why_no_tensors.empty()) {
    predictions = scenario_predictions(experiment);
    fmt::print("rounds     in closed form, as \"lowband predict\" explains: seconds in each scenario\n{}",
               cost_table(experiment, predictions));
  }
  if (!found.loaded) {
    fmt::print("forecast   ? real time, ? memory ({})\n", found.why_not);
    return;
  }
  if (is_quick) return;
  fmt::print("forecast   {}\n",
             text(forecast(experiment, found.loaded->data, predictions.front()), experiment.evaluation.stop_at_target));
}

void print_scenarios(const Experiment& experiment, const std::string& why_unknown) {
  const auto pictured = pictured_scenarios(experiment);
  print_steps(experiment, pictured, why_unknown);
  fmt::print("{}", route_table(pictured));
  print_slow_start(experiment, pictured);
  for (const auto& scenario : pictured) {
    const std::string lines = over_time_lines(scenario);
    if (!lines.empty()) fmt::print("{}:\n{}", scenario.name, lines);
  }
  if (experiment.workers < 2 || experiment.workers > most_pictured_workers) return;
  if (pictured.size() > most_pictured_scenarios) return;
  for (const auto& scenario : pictured) {
    fmt::print("{}, {}:\n{}", scenario.name, speeds_of(scenario.report), route_matrix(scenario));
  }
}

}  // namespace

int validate_command(const ValidateOptions& options) {
  Experiment experiment(options.experiment);
  const auto report = experiment.inspect_platform();
  const FoundData found = find_data(experiment, options);
  const auto platform_warnings = platform_warnings_of(experiment);
  fmt::print("{}: valid\n", printable(options.experiment));
  for (const auto& warning : platform_warnings) print_warning(warning);
  const auto shares = found.loaded ? found.loaded->shares : std::map<std::uint64_t, Shares>();
  for (const auto& warning : warnings_of(experiment, {}, shares)) print_warning(warning);
  print_platform(experiment, report);
  print_algorithms(experiment, found.why_no_tensors);
  print_scenarios(experiment, found.why_no_tensors);
  print_forecast(experiment, found, options.quick);
  fmt::print("runs       {}\n", experiment.algorithms.size() * experiment.scenarios.size() * experiment.seeds().size());
  return 0;
}

}  // namespace lowband
