// SPDX-License-Identifier: Apache-2.0
#include "sim/report/run_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "sim/base/error.hpp"
#include "sim/base/name_pattern.hpp"
#include "sim/report/add_new.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace {

/// What a run is called. A finished run knows it; of a missing one there is only its folder's name.
struct RunName {
  std::string algorithm;
  std::string scenario;
  std::string paradigm;
  std::string compression;
};

RunName name_of(const Summary& summary) {
  return {summary.algorithm, summary.scenario, summary.paradigm, summary.compression};
}

std::string text_at(const Json& object, const char* key) {
  return object.is_object() && object.contains(key) && object.at(key).is_string() ? object.at(key).get<std::string>()
                                                                                  : "";
}

/// The entry of the experiment's `list` that a part of a folder's name stands for: '/' in names is '-' in folders.
Json entry_of(const Json& manifest, const char* list, const std::string& part) {
  for (const Json& entry : manifest.value(Json::json_pointer("/experiment") / list, Json::array())) {
    if (folder_name(text_at(entry, "name")) == part) return entry;
  }
  return {{"name", part}};
}

/// Takes "<algorithm>@<scenario>@seed<k>" apart.
RunName name_of(const std::string& folder, const Json& manifest) {
  const std::size_t at = std::min(folder.find('@'), folder.size());
  const std::size_t seed = std::min(folder.rfind("@seed"), folder.size());
  const Json algorithm = entry_of(manifest, "algorithms", folder.substr(0, at));
  const Json scenario = entry_of(manifest, "scenarios", seed > at ? folder.substr(at + 1, seed - at - 1) : "");
  return {text_at(algorithm, "name"), text_at(scenario, "name"), text_at(algorithm, "paradigm"), ""};
}

/// Scenarios and, within each, results and their algorithms, in the order of the experiments that name them first.
void sort_as_in_experiments(std::vector<RunGroup>& groups, std::span<const ResultsFolder> results) {
  std::vector<std::string> scenarios;
  std::map<const ResultsFolder*, std::vector<std::string>> algorithms;
  for (const auto& folder : results) {
    for (const auto& name : names_in_experiment(folder, "scenarios")) add_new(scenarios, name);
    algorithms[&folder] = names_in_experiment(folder, "algorithms");
  }
  for (const auto& group : groups) {
    add_new(scenarios, group.scenario);
    add_new(algorithms[group.results], group.algorithm);
  }
  const auto index = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) - names.begin();
  };
  // The results of a group are an element of the span, so that their addresses are in its order.
  const auto place = [&](const RunGroup& group) {
    return std::tuple(index(scenarios, group.scenario), group.results - results.data(),
                      index(algorithms.at(group.results), group.algorithm));
  };
  std::stable_sort(groups.begin(), groups.end(),
                   [&place](const RunGroup& a, const RunGroup& b) { return place(a) < place(b); });
}

RunGroup& group_of(const RunName& name, const ResultsFolder& results, std::vector<RunGroup>& groups) {
  const auto same = [&](const RunGroup& group) {
    return group.results == &results && group.algorithm == name.algorithm && group.scenario == name.scenario;
  };
  const auto found = std::find_if(groups.begin(), groups.end(), same);
  if (found != groups.end()) return *found;
  RunGroup& group = groups.emplace_back();
  group.results = &results;
  group.algorithm = name.algorithm;
  group.scenario = name.scenario;
  group.paradigm = name.paradigm;
  return group;
}

}  // namespace

std::vector<std::string> experiment_names(std::span<const ResultsFolder> results) {
  std::vector<std::string> names;
  for (const auto& folder : results) names.push_back(text_at(folder.manifest.value("experiment", Json()), "name"));
  std::vector<std::string> unique = names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool ambiguous = std::count(names.begin(), names.end(), names[i]) > 1;
    if (names[i].empty() || ambiguous) unique[i] = results[i].path.string();
  }
  return unique;
}

std::vector<std::string> names_in_experiment(const ResultsFolder& results, const char* list) {
  std::vector<std::string> names;
  for (const Json& entry : results.manifest.value(Json::json_pointer("/experiment") / list, Json::array())) {
    names.push_back(text_at(entry, "name"));
  }
  return names;
}

std::vector<RunGroup> group_runs(std::span<const ResultsFolder> results) {
  const auto experiments = experiment_names(results);
  std::vector<RunGroup> groups;
  for (std::size_t i = 0; i < results.size(); ++i) {
    auto run = results[i].runs.begin();
    for (const auto& folder : results[i].manifest.at("runs").get<std::vector<std::string>>()) {
      const bool missing = std::count(results[i].missing.begin(), results[i].missing.end(), folder) > 0;
      const RunName name = missing ? name_of(folder, results[i].manifest) : name_of(run->summary);
      RunGroup& group = group_of(name, results[i], groups);
      group.experiment = experiments[i];
      group.label = results.size() > 1 ? experiments[i] + ": " + name.algorithm : name.algorithm;
      if (missing) {
        ++group.missing;
      } else {
        group.compression = name.compression;
        group.runs.push_back(&*run++);
      }
    }
  }
  sort_as_in_experiments(groups, results);
  return groups;
}

void judge(std::vector<RunGroup>& groups, const TargetOptions& options) {
  const ResultsFolder* judged = nullptr;
  TargetRule rule;
  for (auto& group : groups) {
    if (group.results != judged) {
      judged = group.results;
      rule = target_rule(*judged, options);
      require_target(*judged, rule);
    }
    group.target = rule;
    group.reached.clear();
    for (const RunRecord* run : group.runs) group.reached.push_back(reached_target(*run, rule));
  }
}

std::vector<RunGroup> judged_runs(std::span<const ResultsFolder> results, const TargetOptions& options,
                                  bool shows_metrics) {
  auto groups = group_runs(results);
  judge(groups, options);
  const bool has_target =
      std::any_of(groups.begin(), groups.end(), [](const RunGroup& group) { return group.target.exists(); });
  if (options.of && !has_target && !shows_metrics)
    throw UsageError("--of: has no effect without a target: name one with --target");
  return groups;
}

std::vector<RunGroup> labelled_by_algorithm(std::vector<RunGroup> groups) {
  for (auto& group : groups) group.label = group.algorithm;
  return groups;
}

std::vector<RunGroup> groups_matching(const std::string& only, std::span<const RunGroup> groups) {
  const auto is_wanted = [&only](const std::string& name) { return is_or_matches(only, name); };
  std::vector<RunGroup> wanted;
  std::vector<std::string> names;
  for (const auto& group : groups) {
    bool is_one = false;
    for (const auto& algorithm : {group.algorithm, group.label}) {
      is_one = is_one || is_wanted(algorithm) || is_wanted(algorithm + '@' + group.scenario);
      add_new(names, algorithm);
    }
    if (is_one) wanted.push_back(group);
  }
  if (wanted.empty()) {
    throw UsageError(fmt::format("--only: no algorithm matches \"{}\"{}", only, did_you_mean(only, names)));
  }
  return wanted;
}

std::vector<std::string> distinct(std::span<const RunGroup> groups, std::string RunGroup::*member) {
  std::vector<std::string> values;
  for (const auto& group : groups) add_new(values, group.*member);
  return values;
}

}  // namespace lowband
