#include "sim/report/figures/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/name_pattern.hpp"
#include "sim/report/figures/best_algorithms.hpp"
#include "sim/report/figures/panels.hpp"
#include "sim/report/figures/series.hpp"
#include "sim/report/target_options.hpp"

namespace lowband {

namespace {

std::vector<RunGroup> in_scenarios(const std::string& pattern, const std::vector<RunGroup>& groups) {
  std::vector<RunGroup> wanted;
  for (const auto& group : groups) {
    if (is_or_matches(pattern, group.scenario)) wanted.push_back(group);
  }
  if (wanted.empty()) {
    throw UsageError(fmt::format("--scenario: no scenario matches \"{}\"{}", pattern,
                                 did_you_mean(pattern, distinct(groups, &RunGroup::scenario))));
  }
  return wanted;
}

/// The width and height of "800x600".
std::pair<double, double> read_size(const std::string& text, const Place& place) {
  constexpr double least = 100.0;
  constexpr double most = 10000.0;
  double width = 0.0;
  double height = 0.0;
  const char* const end = text.data() + text.size();
  const auto [cross, error] = std::from_chars(text.data(), end, width);
  const char* stop = cross;
  if (error == std::errc() && cross != end && *cross == 'x') stop = std::from_chars(cross + 1, end, height).ptr;
  const bool is_size = stop == end && width >= least && width <= most && height >= least && height <= most;
  if (!is_size) place.expected("WIDTHxHEIGHT in points, each from 100 to 10000, such as 800x600", text);
  return {width, height};
}

}  // namespace

void Plot::parameters(Parameters& parameters) {
  parameters.text("only", only_, "only algorithms whose ALGORITHM or ALGORITHM@SCENARIO matches this shell pattern");
  parameters.text("scenario", scenario_, "only scenarios that match this shell pattern");
  parameters.text("title", title_, "the title, in place of the one that says what is shown");
  parameters.text("size", size_, "of the picture, as WIDTHxHEIGHT in points, of which 96 are an inch; \"\": as needed");
}

void Plot::check(const Place& place) {
  if (!size_.empty()) std::tie(width_, height_) = read_size(size_, place / "size");
}

Figure Plot::figure(std::span<const ResultsFolder> results) const {
  if (const auto lack = lack_of(results); !lack.empty()) {
    throw UsageError(fmt::format("{}: there is nothing to plot: {}", results.front().path.string(), lack));
  }
  auto groups = group_runs(results);
  if (only_ != "*") groups = groups_matching(only_, groups);
  if (scenario_ != "*") groups = in_scenarios(scenario_, groups);
  prepare(groups, results);
  const auto best = best_algorithms(std::move(groups), most_algorithms());
  Figure figure = drawn(best.groups, results);
  if (!best.note.empty()) figure.notes.push_back(best.note);
  limit_panels(figure);
  if (!title_.empty()) figure.title = title_;
  figure.width = width_;
  figure.height = height_;
  return figure;
}

std::string Plot::lack_of(std::span<const ResultsFolder> /*results*/) const { return ""; }

std::size_t Plot::most_algorithms() const { return most_curves; }

void Plot::declare_scale(Parameters& parameters) {
  parameters.choice("x", x_,
                    {{"auto", "logarithmic where values differ by more than ten times"},
                     {"linear", "equal distances are equal differences"},
                     {"log", "equal distances are equal ratios; what is not above 0 is left out"}},
                    "scale of the x axis");
}

std::optional<bool> Plot::is_x_logarithmic() const {
  if (x_ == "auto") return std::nullopt;
  return x_ == "log";
}

bool any_learned(std::span<const ResultsFolder> results) {
  return std::any_of(results.begin(), results.end(), was_learned);
}

}  // namespace lowband
