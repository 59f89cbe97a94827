// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/warnings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "sim/base/printable.hpp"

namespace lowband {

namespace {

/// Whether all workers have as many training samples.
bool are_equal(const Shares& shares) {
  const auto has_as_many = [&](const auto& share) { return share.size() == shares.front().size(); };
  return std::all_of(shares.begin(), shares.end(), has_as_many);
}

std::vector<std::string> warnings_about(const Algorithm& algorithm, const Experiment& experiment,
                                        const std::map<std::uint64_t, Shares>& shares) {
  const std::uint64_t iterations = experiment.training.iterations;
  std::vector<std::string> warnings = algorithm.warnings(experiment.layout(), iterations);
  for (auto& warning : experiment.method_of(algorithm).warnings(experiment.layout(), iterations)) {
    warnings.push_back(std::move(warning));
  }
  if (algorithm.training().contains("schedule")) {
    if (auto of_schedule = experiment.training_of(algorithm).schedule->warning(iterations); !of_schedule.empty()) {
      warnings.push_back(std::move(of_schedule));
    }
  }
  if (!experiment.model->is_trained() && !algorithm.has_known_sizes()) {
    warnings.push_back(fmt::format(
        "the size of a \"{}\" code depends on what is coded: messages are as large as codes of normal vectors",
        algorithm.compression().name()));
  }
  if (experiment.workers == 1 && algorithm.compressed()) {
    warnings.emplace_back("a worker alone sends nothing: the compression has no effect");
  }
  const bool is_equal = std::all_of(shares.begin(), shares.end(), [](const auto& of) { return are_equal(of.second); });
  if (const auto key = algorithm.key_of_samples(); !key.empty() && !shares.empty() && is_equal) {
    warnings.push_back(
        fmt::format("\"{}\": \"samples\" makes no difference: all workers have as many training samples", key));
  }
  return warnings;
}

}  // namespace

std::vector<std::string> warnings_of(const Experiment& experiment, const std::vector<std::string>& of,
                                     const std::map<std::uint64_t, Shares>& shares) {
  std::vector<std::string> lines;
  const auto warn = [&](const Place& place, const std::string& warning) {
    if (!warning.empty()) lines.push_back(fmt::format("{}: {}", place.text(), warning));
  };
  const Place place(experiment.file);
  const TrainingSettings& training = experiment.training;
  const EvaluationSection& evaluation = experiment.evaluation;
  if (!evaluation.every_s && static_cast<std::uint64_t>(evaluation.settings.every) > training.iterations) {
    warn(place / "evaluation" / "every", "more than the iterations: only the first and the last model are evaluated");
  }
  std::vector<std::pair<std::string, std::vector<std::string>>> told;  // in the order of the file, each with names
  bool follow_the_schedule = false;
  for (const auto& algorithm : experiment.algorithms) {
    const std::string& label = algorithm->name();
    if (!of.empty() && std::find(of.begin(), of.end(), label) == of.end()) continue;
    follow_the_schedule = follow_the_schedule || !algorithm->training().contains("schedule");
    for (const auto& warning : warnings_about(*algorithm, experiment, shares)) {
      const auto is_it = [&](const auto& each) { return each.first == warning; };
      const auto known = std::find_if(told.begin(), told.end(), is_it);
      (known == told.end() ? told.emplace_back(warning, std::vector<std::string>()) : *known)
          .second.push_back(in_quotes(label));
    }
  }
  if (follow_the_schedule) warn(place / "training" / "schedule", training.schedule->warning(training.iterations));
  for (const auto& [warning, names] : told) {
    warn(place / "algorithms", fmt::format("{}: {}", fmt::join(names, ", "), warning));
  }
  return lines;
}

std::vector<std::string> platform_warnings_of(const Experiment& experiment) {
  std::vector<std::string> lines;
  bool is_own_known = false;  // what the experiment's platform and network have to say is the same in all scenarios
  for (const auto& scenario : experiment.scenarios) {
    if (!scenario.has_own_settings() && std::exchange(is_own_known, true)) continue;
    for (const auto& warning : inspect_settings(experiment.platform_in(scenario)).warnings) {
      if (std::find(lines.begin(), lines.end(), warning) == lines.end()) lines.push_back(warning);
    }
  }
  return lines;
}

}  // namespace lowband
