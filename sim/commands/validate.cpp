#include "sim/commands/validate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/base/notice.hpp"
#include "sim/base/printable.hpp"
#include "sim/commands/platform_picture.hpp"
#include "sim/commands/run.hpp"
#include "sim/commands/slow_start.hpp"
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
  fmt::print("routes     {} pairs of workers talk; the slowest, {} to {}: {} links, {}{}{}\n", report.routes.size(),
             report.hosts[static_cast<std::size_t>(worst->from)].first,
             report.hosts[static_cast<std::size_t>(worst->to)].first, worst->links.size(),
             human_seconds(worst->latency_s), worst->links.empty() ? "" : ", " + human_rate(worst->bandwidth_Bps),
             worst->windowed_Bps < worst->bandwidth_Bps
                 ? fmt::format(" ({} for a message alone, by the window)", human_rate(worst->windowed_Bps))
                 : "");
}

/// Lets algorithms settle what they were left, for which the tensors, and so the data are needed, if there are any.
/// Returns why they cannot, or "".
std::string settle(Experiment& experiment, const ValidateOptions& options) {
  const auto has_to_settle = [](const auto& algorithm) { return algorithm->has_to_settle(); };
  const bool needs_data = std::any_of(experiment.algorithms.begin(), experiment.algorithms.end(), has_to_settle);
  if (experiment.dataset && !needs_data) return "";
  try {
    static_cast<void>(experiment.load_data(data_folders(options.data)));
  } catch (const UsageError& error) {
    return error.what();
  }
  experiment.settle();
  return "";
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

/// The seconds of a local step on the slowest host, 0 if the data are not there to tell.
double step_seconds(Experiment& experiment, const Scenario& scenario, const PlatformReport& report,
                    const ValidateOptions& options) {
  if (const auto step_s = experiment.step_time_in(scenario)) return *step_s;
  try {
    if (experiment.layout().empty()) static_cast<void>(experiment.load_data(data_folders(options.data)));
  } catch (const UsageError&) {
    return 0.0;
  }
  const auto batch = static_cast<std::size_t>(experiment.training.batch_size);
  return experiment.model->gradient_flops(batch) / slowest_speed(report);
}

/// Of the scenarios in which slow start matters.
void print_slow_start(Experiment& experiment, const std::vector<PicturedScenario>& pictured,
                      const ValidateOptions& options) {
  for (std::size_t i = 0; i < pictured.size(); ++i) {
    const PlatformReport& report = pictured[i].report;
    const auto starts_slowly = [](const auto& route) { return route.starts_slowly; };
    if (std::none_of(report.routes.begin(), report.routes.end(), starts_slowly)) continue;
    const double step_s = step_seconds(experiment, experiment.scenarios[i], report, options);
    fmt::print("{}: {}", pictured[i].name, slow_start_lines(report, step_s));
  }
}

void print_scenarios(Experiment& experiment, const ValidateOptions& options) {
  const auto pictured = pictured_scenarios(experiment);
  fmt::print("{}", route_table(pictured));
  print_slow_start(experiment, pictured, options);
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
  const std::string why_unsettled = settle(experiment, options);
  const auto platform_warnings = platform_warnings_of(experiment);
  fmt::print("{}: valid\n", printable(options.experiment));
  for (const auto& warning : platform_warnings) print_warning(warning);
  for (const auto& warning : warnings_of(experiment)) print_warning(warning);
  print_platform(experiment, report);
  print_algorithms(experiment, why_unsettled);
  print_scenarios(experiment, options);
  fmt::print("runs       {}\n", experiment.algorithms.size() * experiment.scenarios.size() * experiment.seeds().size());
  return 0;
}

}  // namespace lowband
