// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/map.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/name_pattern.hpp"
#include "sim/base/notice.hpp"
#include "sim/base/place.hpp"
#include "sim/commands/read_all_results.hpp"
#include "sim/commands/results_target.hpp"
#include "sim/engine/interruption.hpp"
#include "sim/experiment/concerning.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/baseline.hpp"
#include "sim/report/gnuplot/figure_script.hpp"
#include "sim/report/gnuplot/gnuplot.hpp"
#include "sim/report/map/map_plot.hpp"
#include "sim/report/map/map_words.hpp"
#include "sim/report/map/network_map.hpp"
#include "sim/results/csv_table.hpp"
#include "sim/results/layout.hpp"
#include "sim/results/partial.hpp"
#include "sim/runs/contest_of_traces.hpp"
#include "sim/runs/map_timer.hpp"
#include "sim/runs/plan.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// Beyond, a map takes many hours.
constexpr std::size_t most_replays = 200'000;

Place option(const char* name) { return Place::options_of("map") / name; }

NetworkGrid grid_of(const MapOptions& options) {
  if (!options.bandwidth && !options.latency) {
    Place::options_of("map").fail("expected --bandwidth or --latency, or both, found none");
  }
  NetworkGrid grid;
  if (options.bandwidth) {
    grid.bandwidths_Bps = bandwidths_in(*options.bandwidth, options.steps, option("bandwidth"));
  }
  if (options.latency) grid.latencies_s = latencies_in(*options.latency, options.steps, option("latency"));
  return grid;
}

/// What is to be reached; where nothing was learned, no target: then it is the end of the training.
TargetRule target_of(const ResultsFolder& results, const TargetOptions& options) {
  const TargetRule rule = target_rule(results, options);
  if (!rule.exists() && !was_learned(results)) {
    if (options.of) option("of").fail("has no effect, as nothing was learned");
    return rule;
  }
  if (!rule.exists()) {
    throw UsageError(
        fmt::format("{}: the experiment has no target: name one with --target, such as --target "
                    "accuracy=0.9",
                    results.path.string()));
  }
  require_target(results, rule);
  return rule;
}

std::string text_of(const ResultsFolder& results, const TargetRule& target) {
  return target.exists() ? target_text(results, target) : "the end of the training, as nothing was learned";
}

/// The scenario of the results that has this name; without a name, the platform as it is.
Scenario scenario_named(const std::optional<std::string>& name, const ResultsFolder& results) {
  if (!name) return {"platform"};
  const Json& list = results.manifest.at("experiment").at("scenarios");
  std::vector<std::string> names;
  for (const Json& json : list) names.push_back(json.value("name", ""));
  const auto found = std::find(names.begin(), names.end(), *name);
  if (found == names.end()) {
    option("scenario")
        .fail(fmt::format("expected the name of a scenario, found \"{}\"{}", *name, did_you_mean(*name, names)));
  }
  const auto index = static_cast<std::size_t>(found - names.begin());
  if (list[index].contains("platform") && !list[index]["platform"].is_null()) {
    option("scenario")
        .fail(fmt::format("the results have no copy of the scenario's own platform file, {}",
                          list[index]["platform"].dump()));
  }
  const Place place = Place((results.path / manifest_name).string()) / "experiment" / "scenarios";
  Scenario scenario = read_scenarios(Json::array({list[index]}), place, results.path).front();
  scenario.entry = index;
  return scenario;
}

/// The algorithm that others are compared with, if there is one.
std::optional<std::string> baseline_of(const ResultsFolder& results, const std::optional<std::string>& choice) {
  if (choice == baseline_by_paradigm) option("baseline").fail("expected the name of one algorithm, found \"paradigm\"");
  const auto baselines = choose_baselines(std::span(&results, 1), choice);
  return baselines.empty() ? std::nullopt : std::optional(baselines.front().algorithm);
}

/// Tells who is left out. Throws UsageError if nobody is left that can win, or the baseline that was chosen is not.
void check_contest(const TracedContest& traced, const fs::path& dir, const MapOptions& options,
                   const std::string& target) {
  const auto& contenders = traced.contest.contenders;
  const bool has_baseline = traced.contest.baseline.has_value();
  if (std::none_of(contenders.begin(), contenders.end(), [](const auto& one) { return one.is_shown; }) ||
      (options.baseline && !has_baseline)) {
    throw UsageError(fmt::format("{}: {}", dir.string(), fmt::join(traced.left_out, "; ")));
  }
  if (std::none_of(contenders.begin(), contenders.end(), [](const auto& one) { return one.can_win; })) {
    throw UsageError(fmt::format(
        "{}: no algorithm is to be mapped that reaches the target with every seed and ends well: {}: name another "
        "with --target",
        dir.string(), target));
  }
  for (const auto& reason : traced.left_out) print_error(fmt::format("{}: left out: {}", dir.string(), reason));
}

/// Throws UsageError if no link matches the map's pattern, or no message crosses one that does.
void check_links(const Experiment& experiment, const MappedScenario& mapped, const TracedContest& traced,
                 const NetworkPoint& point) {
  const Scenario scenario = mapped.at(point);
  for (const auto& one : traced.algorithms) {
    const auto report = concerning(option("links"), [&] {
      return inspect_platform(experiment.platform_in(scenario, one.algorithm),
                              experiment.method_of(one.algorithm).pairs());
    });
    for (const auto& route : report.routes) {
      const auto is_mapped = [&](const std::string& link) { return matches(mapped.links, link); };
      if (std::any_of(route.links.begin(), route.links.end(), is_mapped)) return;
    }
  }
  option("links").fail(
      fmt::format("no message crosses a link that matches \"{}\", so the map would be the same "
                  "everywhere",
                  mapped.links));
}

void check_size(const TracedContest& traced, std::size_t points) {
  std::size_t runs = 0;
  for (const auto& one : traced.algorithms) runs += one.seeds.size();
  if (points * runs <= most_replays) return;
  option("steps").fail(
      fmt::format("{} points of {} recorded runs take {} replays: expected at most {}: fewer steps, or "
                  "--only some algorithms",
                  points, runs, points * runs, most_replays));
}

/// Throws UsageError if the picture has no room for its words, whoever turns out to win: before replays, which take
/// long.
void check_picture(const ResultsFolder& results, const Contest& contest, const NetworkGrid& grid,
                   const MapOptions& options, const std::function<void(std::vector<MapRow>&)>& tell_what_was_asked) {
  if (options.page.size.empty()) return;
  auto rows = rows_of_all(contest, grid);
  tell_what_was_asked(rows);
  const CrossoverRow crossover{.along = options.bandwidth ? "bandwidth" : "latency",
                               .bandwidth_Bps = rows.front().bandwidth_Bps,
                               .latency_s = rows.front().latency_s,
                               .below = "",
                               .above = ""};
  Figure figure = map_figure_of(results, rows, std::span(&crossover, 1));
  options.page.apply_to(figure);
  (void)figure_script(figure, map_picture_name);
}

}  // namespace

int map_command(const MapOptions& options) {
  const NetworkGrid grid = grid_of(options);
  options.page.check(Place::options_of("map"));
  require_gnuplot();
  const fs::path dir = without_slash(options.dir);
  const fs::path out = options.out ? out_folder(*options.out) : dir;
  const auto all_results = read_all_results({dir});
  const ResultsFolder& results = all_results.front();
  const TargetRule target = target_of(results, options.target);
  const auto baseline = baseline_of(results, options.baseline);
  const std::string manifest_file = (dir / manifest_name).string();
  Experiment experiment = Experiment::of_results(results.manifest, manifest_file);
  const MappedScenario mapped{scenario_named(options.scenario, results), options.links};
  experiment.set_scenarios({mapped.scenario}, manifest_file);

  TracedContest traced = contest_of_traces(experiment, results, target, {options.only, baseline});
  const std::string target_words = text_of(results, target);
  check_contest(traced, dir, options, target_words);
  const auto points = grid.points();
  check_links(experiment, mapped, traced, points.front());
  check_size(traced, points.size());
  const auto tell_what_was_asked = [&](std::vector<MapRow>& rows) {
    for (auto& row : rows) {
      row.target = target_words;
      row.links = options.links;
      row.scenario = options.scenario.value_or("");
    }
  };
  check_picture(results, traced.contest, grid, options, tell_what_was_asked);
  const MapTimer timer(experiment, mapped, std::move(traced.algorithms),
                       options.jobs > 0 ? options.jobs : cores_of_machine(), options.quiet);
  NetworkMap map =
      map_of(traced.contest, grid, [&](std::span<const NetworkPoint> some) { return timer.times_at(some); });

  tell_what_was_asked(map.rows);
  Figure figure = map_figure_of(results, map.rows, map.crossovers);
  options.page.apply_to(figure);
  const std::string picture = run_gnuplot(figure_script(figure, map_picture_name));

  remove_abandoned(fs::absolute(out));
  write_whole(out / map_name, to_csv(map.rows));
  write_whole(out / crossovers_name, to_csv(map.crossovers));
  write_whole(out / map_picture_name, picture);
  fmt::print("Target: {}\n", target_words);
  fmt::print("Fastest to it, by what links \"{}\" have:\n{}", options.links, map_words(map));
  for (const char* name : {map_name, crossovers_name, map_picture_name}) fmt::print("{}\n", (out / name).string());
  return 0;
}

}  // namespace lowband
