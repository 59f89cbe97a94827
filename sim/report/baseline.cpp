// SPDX-License-Identifier: Apache-2.0
#include "sim/report/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/report/recorded_metric.hpp"

namespace lowband {

namespace {

/// An algorithm as an experiment states it.
struct Stated {
  Baseline baseline;
  std::string paradigm;
  bool is_compressed = false;
};

Json value_at(const Json& manifest, const char* pointer) { return manifest.value(Json::json_pointer(pointer), Json()); }

std::string text_of(const Json& object, const char* key) {
  const Json value = object.is_object() ? object.value(key, Json()) : Json();
  return value.is_string() ? value.get<std::string>() : "";
}

std::vector<Stated> stated_algorithms(std::span<const ResultsFolder> results) {
  const auto experiments = experiment_names(results);
  std::vector<Stated> algorithms;
  for (std::size_t i = 0; i < results.size(); ++i) {
    for (const Json& algorithm : value_at(results[i].manifest, "/experiment/algorithms")) {
      const std::string name = text_of(algorithm, "name");
      const std::string label = results.size() > 1 ? experiments[i] + ": " + name : name;
      const Json compression = algorithm.is_object() ? algorithm.value("compression", Json()) : Json();
      algorithms.push_back(
          {{&results[i], name, label, {}}, text_of(algorithm, "paradigm"), text_of(compression, "name") != "none"});
    }
  }
  return algorithms;
}

std::vector<Baseline> one_per_paradigm(const std::vector<Stated>& algorithms) {
  std::vector<Baseline> baselines;
  for (const auto& algorithm : algorithms) {
    const bool has_one = std::any_of(baselines.begin(), baselines.end(), [&algorithm](const Baseline& baseline) {
      return baseline.paradigm == algorithm.paradigm;
    });
    if (has_one || algorithm.is_compressed) continue;
    baselines.push_back(algorithm.baseline);
    baselines.back().paradigm = algorithm.paradigm;
  }
  return baselines;
}

Baseline named(const std::vector<Stated>& algorithms, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [baseline, paradigm, is_compressed] : algorithms) {
    if (baseline.algorithm == name || baseline.label == name) return baseline;
    names.push_back(baseline.algorithm);
  }
  names.emplace_back(baseline_by_paradigm);
  throw UsageError(fmt::format("--baseline: expected the name of an algorithm, or \"{}\", found \"{}\"{}",
                               baseline_by_paradigm, name, did_you_mean(name, names)));
}

}  // namespace

std::vector<Baseline> choose_baselines(std::span<const ResultsFolder> results,
                                       const std::optional<std::string>& choice) {
  const auto algorithms = stated_algorithms(results);
  if (choice == baseline_by_paradigm) return one_per_paradigm(algorithms);
  if (choice) return {named(algorithms, *choice)};
  const auto first = std::find_if_not(algorithms.begin(), algorithms.end(),
                                      [](const Stated& algorithm) { return algorithm.is_compressed; });
  return first == algorithms.end() ? std::vector<Baseline>{} : std::vector<Baseline>{first->baseline};
}

std::vector<std::string> differences(const RunGroup& one, const RunGroup& other) {
  if (one.results == other.results) return {};
  const auto of = [](const RunGroup& group, const char* pointer) { return value_at(group.results->manifest, pointer); };
  const auto differ = [&](const char* pointer) { return of(one, pointer) != of(other, pointer); };
  const auto samples = [](const RunGroup& group) {
    std::vector<std::uint64_t> of_goals;
    for (const Goal& goal : group.target.goals) {
      of_goals.push_back(samples_of(*group.results, *goal.metric, group.target.of));
    }
    return of_goals;
  };
  std::vector<std::string> found;
  if (differ("/experiment/workers")) {
    found.push_back(fmt::format("workers ({}, {})", of(one, "/experiment/workers").dump(),
                                of(other, "/experiment/workers").dump()));
  }
  if (differ("/experiment/model")) found.emplace_back("model");
  if (differ("/experiment/dataset") || differ("/data")) found.emplace_back("data");
  if (one.target != other.target || samples(one) != samples(other)) found.emplace_back("target");
  return found;
}

}  // namespace lowband
