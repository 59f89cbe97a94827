#include "sim/report/run_groups.hpp"

#include <algorithm>
#include <cmath>

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
    if (run_folder_name(text_at(entry, "name"), "", {}) == part + '@') return entry;
  }
  return {{"name", part}};
}

/// Takes "<algorithm>@<scenario>[@seed<k>]" apart.
RunName name_of(const std::string& folder, const Json& manifest) {
  const std::size_t at = std::min(folder.find('@'), folder.size());
  const std::size_t seed = std::min(folder.rfind("@seed"), folder.size());
  const Json algorithm = entry_of(manifest, "algorithms", folder.substr(0, at));
  const Json scenario = entry_of(manifest, "scenarios", seed > at ? folder.substr(at + 1, seed - at - 1) : "");
  return {text_at(algorithm, "name"), text_at(scenario, "name"), text_at(algorithm, "paradigm"), ""};
}

std::vector<std::string> experiment_names(std::span<const ResultsFolder> results) {
  std::vector<std::string> names;
  for (const auto& folder : results) names.push_back(text_at(folder.manifest.value("experiment", Json()), "name"));
  std::vector<std::string> unique = names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    // Two results of one experiment are told apart by where they are.
    const bool ambiguous = std::count(names.begin(), names.end(), names[i]) > 1;
    if (names[i].empty() || ambiguous) unique[i] = results[i].path.string();
  }
  return unique;
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

std::vector<RunGroup> group_runs(std::span<const ResultsFolder> results) {
  const auto experiments = experiment_names(results);
  std::vector<RunGroup> groups;
  for (std::size_t i = 0; i < results.size(); ++i) {
    auto run = results[i].runs.begin();
    for (const Json& folder : results[i].manifest.at("runs")) {
      const bool missing = std::count(results[i].missing.begin(), results[i].missing.end(), folder) > 0;
      const RunName name = missing ? name_of(folder.get<std::string>(), results[i].manifest) : name_of(run->summary);
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
  const auto scenarios = distinct(groups, &RunGroup::scenario);
  const auto place = [&scenarios](const RunGroup& group) {
    return std::find(scenarios.begin(), scenarios.end(), group.scenario);
  };
  std::stable_sort(groups.begin(), groups.end(),
                   [&place](const RunGroup& a, const RunGroup& b) { return place(a) < place(b); });
  return groups;
}

std::vector<RunGroup> labelled_by_algorithm(std::vector<RunGroup> groups) {
  for (auto& group : groups) group.label = group.algorithm;
  return groups;
}

std::vector<std::string> distinct(std::span<const RunGroup> groups, std::string RunGroup::*member) {
  std::vector<std::string> values;
  for (const auto& group : groups) {
    if (std::find(values.begin(), values.end(), group.*member) == values.end()) values.push_back(group.*member);
  }
  return values;
}

bool has_accuracy(std::span<const RunGroup> groups) {
  for (const auto& group : groups) {
    for (const RunRecord* run : group.runs) {
      for (const auto& row : run->metrics) {
        if (!std::isnan(row.test_accuracy)) return true;
      }
    }
  }
  return false;
}

}  // namespace lowband
