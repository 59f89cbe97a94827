// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/plot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/commands/option_value.hpp"
#include "sim/commands/read_all_results.hpp"
#include "sim/commands/stored_run_details.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/report/gnuplot/figure_script.hpp"
#include "sim/report/gnuplot/gnuplot.hpp"
#include "sim/results/layout.hpp"
#include "sim/results/partial.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

namespace {

using Results = std::vector<ResultsFolder>;

struct WantedPlot {
  std::string kind;
  std::unique_ptr<Plot> plot;
};

/// What was given once, or several times for a list.
Json value_of(const std::vector<std::string>& given, const Parameter& parameter, const Place& place) {
  if (parameter.schema.value("type", "") == "array") {
    return option_value(fmt::format("{}", fmt::join(given, ",")), parameter, place);
  }
  if (given.size() > 1) {
    throw UsageError(fmt::format("--{}: expected once, found {} times", parameter.name, given.size()));
  }
  return option_value(given.front(), parameter, place);
}

/// The plot of this kind with those of the options that concern it. If it alone was asked for, all must.
WantedPlot wanted_plot(const Registry<Plot>::Entry& entry, const PlotOptions& options, bool is_alone) {
  WantedPlot wanted{entry.name, entry.make()};
  Parameters parameters;
  wanted.plot->parameters(parameters);
  const Place place = Place::options_of("plot");
  Json values = Json::object();
  for (const auto& [name, given] : options.options) {
    const auto& list = parameters.list();
    const auto parameter =
        std::find_if(list.begin(), list.end(), [&](const Parameter& each) { return each.name == name; });
    if (parameter != list.end()) {
      values[name] = value_of(given, *parameter, place);
    } else if (is_alone) {
      throw UsageError(fmt::format("--{}: has no effect on the plot {}", name, entry.name));
    }
  }
  parameters.read(values, place);
  wanted.plot->check(place);
  return wanted;
}

const Registry<Plot>::Entry& entry_of(const std::string& kind) {
  if (const auto* entry = plots().find(kind)) return *entry;
  std::vector<std::string> names;
  for (const auto& entry : plots().entries()) names.push_back(entry.name);
  throw UsageError(fmt::format("--kind: expected a kind of plot, found \"{}\"{}", kind, did_you_mean(kind, names)));
}

std::vector<WantedPlot> wanted_plots(const PlotOptions& options, const Results& results) {
  std::vector<WantedPlot> wanted;
  if (options.kind || options.out) {
    wanted.push_back(wanted_plot(entry_of(options.kind.value_or("over-time")), options, true));
    wanted.front().plot->check_effect(results);
    return wanted;
  }
  for (const auto& entry : plots().entries()) {
    auto plot = wanted_plot(entry, options, false);
    if (plot.plot->is_standard() && plot.plot->lack_of(results).empty()) wanted.push_back(std::move(plot));
  }
  return wanted;
}

}  // namespace

int plot_command(const PlotOptions& options) {
  if (options.dirs.size() > 1 && !options.out) {
    throw UsageError(
        "plot: several results make one figure, which is of none of their folders: name a file with --out");
  }
  if (options.out) check_picture_ending(*options.out);
  const auto results = read_all_results(options.dirs);
  const StoredRunDetails details;
  for (const auto& [kind, plot] : wanted_plots(options, results)) {
    const auto file = options.out.value_or(results.front().path / plots_name / (plot->file_name(kind) + ".svg"));
    remove_abandoned(std::filesystem::absolute(file).parent_path());
    const Figure figure = plot->figure(results, details);
    write_whole(file, run_gnuplot(figure_script(figure, file)));
    fmt::print("{}\n", file.string());
    if (!options.has_script) continue;
    auto script = file;
    script.replace_extension(".gp");
    write_whole(script, standalone_script(figure, file));
    fmt::print("{}\n", script.string());
  }
  return 0;
}

std::vector<PlotOption> plot_options() {
  std::vector<PlotOption> options;
  for (const auto& entry : plots().entries()) {
    Parameters parameters;
    const auto plot = entry.make();
    plot->parameters(parameters);
    for (const auto& parameter : parameters.list()) {
      const auto is_it = [&](const PlotOption& option) { return option.name == parameter.name; };
      if (std::any_of(options.begin(), options.end(), is_it)) continue;
      options.push_back({parameter.name, parameter.type, parameter.help});
    }
  }
  return options;
}

std::vector<std::string> standard_plots() {
  std::vector<std::string> names;
  for (const auto& entry : plots().entries()) {
    if (entry.make()->is_standard()) names.push_back(entry.name);
  }
  return names;
}

}  // namespace lowband
