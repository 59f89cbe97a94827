// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/sweep.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/report/add_new.hpp"
#include "sim/report/panel_title.hpp"
#include "sim/report/shown_network.hpp"
#include "sim/report/swept_values.hpp"

namespace lowband {

namespace {

/// What scenarios and experiments differ in, in the order in which it is looked for.
constexpr std::array outer_values{"bandwidth", "latency", "workers"};

using Words = std::vector<std::string>;

Words words_of(const std::string& name) {
  std::istringstream in(name);
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// The longest common subsequence.
Words common_of(const Words& a, const Words& b) {
  std::vector<std::vector<std::size_t>> length(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      length[i][j] = a[i] == b[j] ? length[i + 1][j + 1] + 1 : std::max(length[i + 1][j], length[i][j + 1]);
    }
  }
  Words common;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      common.push_back(a[i]);
      ++i;
      ++j;
    } else {
      (length[i + 1][j] > length[i][j + 1] ? i : j) += 1;
    }
  }
  return common;
}

/// The scenario of a group's runs, whatever panel the group is in.
std::string scenario_of(const RunGroup& group) {
  return group.runs.empty() ? group.scenario : group.runs.front()->summary.scenario;
}

Json number_or_null(double value) { return std::isnan(value) ? Json() : Json(value); }

Json value_over(const RunGroup& group, const std::string& over) {
  if (over == "bandwidth") return number_or_null(network_shown(*group.results, scenario_of(group)).bandwidth_Bps);
  if (over == "latency") return number_or_null(network_shown(*group.results, scenario_of(group)).latency_s);
  if (over == "workers") return group.runs.empty() ? Json() : Json(group.runs.front()->summary.workers);
  return value_at(algorithm_in(*group.results, group.algorithm), over);
}

/// Takes away the keys that say how wide or how long links are, and changes of links that say nothing else.
void strip(Json& json, const std::string& key) {
  if (json.is_object()) {
    json.erase(key);
    json.erase(key + "_factor");
    for (auto it = json.begin(); it != json.end();) {
      strip(*it, key);
      it = it->is_null() || (it.key() == "links" && it->empty()) ? json.erase(it) : std::next(it);
    }
  } else if (json.is_array()) {
    for (Json& each : json) strip(each, key);
    const auto says_nothing = [](const Json& each) {
      return each.is_object() && each.size() == 1 && each.contains("match");
    };
    json.erase(std::remove_if(json.begin(), json.end(), says_nothing), json.end());
  }
}

/// A scenario without its name and what is swept.
std::string scenario_key(const RunGroup& group, const std::string& over) {
  const Json scenarios = group.results->manifest.value(Json::json_pointer("/experiment/scenarios"), Json::array());
  for (Json scenario : scenarios) {
    if (scenario.value("name", Json()) != scenario_of(group)) continue;
    scenario.erase("name");
    scenario.erase("description");
    strip(scenario, over);
    return scenario.dump();
  }
  return scenario_of(group);
}

/// Whether all algorithms of the same paradigm have a value under this key, which others have no use for.
bool all_have(const RunGroup& group, const Json& algorithm, const std::string& key) {
  const Json algorithms = group.results->manifest.value(Json::json_pointer("/experiment/algorithms"), Json::array());
  return std::all_of(algorithms.begin(), algorithms.end(), [&](const Json& other) {
    if (!other.is_object() || other.value("paradigm", Json()) != algorithm.value("paradigm", Json())) return true;
    return other.contains(key);
  });
}

/// Takes away what an algorithm has because of the component that is swept: keys that have no effect with others, and
/// the method that gossip takes for full precision, for codes, and for codes that are read with the receiver's model.
void strip_what_comes_with(const std::string& component, const RunGroup& group, Json& algorithm) {
  if (!algorithm.is_object()) return;
  const Json whole = algorithm;
  for (const auto& [key, value] : whole.items()) {
    if (!all_have(group, whole, key)) algorithm.erase(key);
  }
  if (component != "compression" || algorithm.value("paradigm", Json()) != "gossip") return;
  const Json method = algorithm.value("method", Json());
  if (method != "plain" && method != "choco" && method != "moniqua") return;
  algorithm.erase("method");
  algorithm.erase("consensus_step");
}

/// An algorithm without its name and what is swept: of a component's name the whole component, and what comes with it.
std::string algorithm_key(const RunGroup& group, const std::string& over) {
  Json algorithm = algorithm_in(*group.results, group.algorithm);
  const bool is_component = over.ends_with(".name");
  const std::string path = is_component ? over.substr(0, over.rfind('.')) : over;
  Json* inside = &algorithm;
  for (std::string_view rest = path; inside->is_object();) {
    const std::size_t dot = rest.find('.');
    const std::string key(rest.substr(0, dot));
    if (dot == std::string_view::npos) {
      inside->erase(key);
      break;
    }
    if (!inside->contains(key)) break;
    inside = &inside->at(key);
    rest.remove_prefix(dot + 1);
  }
  if (is_component) strip_what_comes_with(path, group, algorithm);
  algorithm.erase("name");
  algorithm.erase("description");
  return algorithm.dump();
}

bool is_of_scenarios(const std::string& over) { return over == "bandwidth" || over == "latency"; }
bool is_of_algorithms(const std::string& over) { return !is_of_scenarios(over) && over != "workers"; }

/// Whom a group makes a curve with.
std::string curve_key(const RunGroup& group, const std::string& over) {
  if (over == "workers") return group.algorithm;
  const std::string experiment = group.results->path.string() + '\n';
  return experiment + (is_of_algorithms(over) ? algorithm_key(group, over) : group.algorithm);
}

/// What there is along curves.
struct Along {
  std::size_t most = 0;       ///< values of the curve that has most of them
  bool is_ambiguous = false;  ///< several groups of a curve have the same value
};

Along along_curves(std::span<const RunGroup> groups, const std::string& over) {
  std::map<std::pair<std::string, std::string>, std::set<Json>> curves;
  Along along;
  for (const auto& group : groups) {
    const std::string panel = is_of_scenarios(over) ? "" : group.scenario;
    const Json value = value_over(group, over);
    if (value.is_null()) continue;
    const bool is_new = curves[{curve_key(group, over), panel}].insert(value).second;
    along.is_ambiguous = along.is_ambiguous || !is_new;
  }
  for (const auto& [key, values] : curves) along.most = std::max(along.most, values.size());
  return along;
}

std::string chosen(const std::string& over, std::span<const RunGroup> groups, std::span<const ResultsFolder> results) {
  std::vector<std::string> candidates(outer_values.begin(), outer_values.end());
  for (const auto& path : swept_paths(results)) candidates.push_back(path);
  const auto varies = [&](const std::string& each) { return along_curves(groups, each).most > 1; };
  if (over != "auto") {
    if (std::find(candidates.begin(), candidates.end(), over) == candidates.end()) {
      throw UsageError(
          fmt::format("--over: expected bandwidth, latency, workers or a value in which algorithms differ, "
                      "found \"{}\"{}",
                      over, did_you_mean(over, candidates)));
    }
    if (varies(over)) return over;
  }
  std::erase_if(candidates, [&](const std::string& each) { return !varies(each); });
  if (over != "auto") {
    throw UsageError(
        fmt::format("--over: there are no two runs that differ in \"{}\" alone{}", over,
                    candidates.empty() ? "" : fmt::format("; they do in {}", fmt::join(candidates, ", "))));
  }
  if (candidates.empty()) {
    throw UsageError(
        "there is nothing to plot over: expected several bandwidths, latencies or numbers of workers, or "
        "algorithms that differ in one value");
  }
  const auto is_outer = std::find(outer_values.begin(), outer_values.end(), candidates.front()) != outer_values.end();
  if (is_outer || candidates.size() == 1) return candidates.front();
  auto clear = candidates;
  std::erase_if(clear, [&](const std::string& each) { return along_curves(groups, each).is_ambiguous; });
  if (clear.size() == 1) return clear.front();
  throw UsageError(
      fmt::format("--over: expected one of {}: algorithms differ in each of them", fmt::join(candidates, ", ")));
}

/// What the members of each of several sets have in common, by the key of the set; where that does not tell the sets
/// apart, or is nothing, their members.
std::map<std::string, std::string> labels_of(const std::map<std::string, Words>& sets) {
  std::map<std::string, std::string> labels;
  std::map<std::string, int> uses;
  for (const auto& [key, names] : sets) ++uses[labels[key] = names.size() == 1 ? names.front() : common_words(names)];
  for (const auto& [key, names] : sets) {
    if (labels[key].empty() || uses[labels[key]] > 1) labels[key] = listed(names);
  }
  return labels;
}

}  // namespace

Sweep::Sweep(const std::string& over, std::span<const RunGroup> groups, std::span<const ResultsFolder> results)
    : over_(chosen(over, groups, results)) {}

Json Sweep::value_of(const RunGroup& group) const { return value_over(group, over_); }

std::vector<RunGroup> Sweep::by_curve(std::vector<RunGroup> groups) const {
  std::map<std::string, Words> curves;
  std::map<std::string, Words> panels;
  for (const auto& group : groups) {
    add_new(curves[curve_key(group, over_)], over_ == "workers" ? group.algorithm : group.label);
    const std::string panel = is_of_scenarios(over_) ? scenario_key(group, over_) : group.scenario;
    add_new(panels[panel], group.scenario);
  }
  const auto curve_labels = labels_of(curves);
  const auto panel_labels = labels_of(panels);
  const bool is_together = differ_in_more(groups);
  const Words scenarios = distinct(groups, &RunGroup::scenario);
  for (auto& group : groups) {
    group.label = curve_labels.at(curve_key(group, over_));
    if (is_of_scenarios(over_)) {
      group.scenario = is_together ? listed(scenarios) : panel_labels.at(scenario_key(group, over_));
    }
  }
  return groups;
}

bool Sweep::differ_in_more(std::span<const RunGroup> groups) const {
  if (!is_of_scenarios(over_)) return false;
  std::map<std::string, std::set<Json>> values;  // of scenarios that differ in nothing else
  for (const auto& group : groups) {
    if (const Json value = value_of(group); !value.is_null()) values[scenario_key(group, over_)].insert(value);
  }
  return std::all_of(values.begin(), values.end(), [](const auto& alike) { return alike.second.size() < 2; });
}

std::string common_words(std::span<const std::string> names) {
  if (names.empty()) return "";
  Words common = words_of(names.front());
  for (const auto& name : names) common = common_of(common, words_of(name));
  return fmt::format("{}", fmt::join(common, " "));
}

}  // namespace lowband
