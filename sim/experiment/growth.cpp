// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/growth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sim/experiment/evaluation_section.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace {

/// A list of the experiment whose items have names, what one is called, and where else the manifest tells of it.
struct NamedList {
  const char* key;
  const char* item;
  const char* facts;
};
constexpr std::array named_lists = {NamedList{"algorithms", "algorithm", "algorithms"},
                                    NamedList{"scenarios", "scenario", "scenario_networks"}};

std::string name_of(const Json& item) { return item.at("name").get<std::string>(); }

/// The item whose runs would have the same folders; nullptr if there is none.
const Json* with_folder_of(const Json& item, const Json& list) {
  const auto has_its_folder = [&item](const Json& other) {
    return folder_name(name_of(other)) == folder_name(name_of(item));
  };
  const auto found = std::find_if(list.begin(), list.end(), has_its_folder);
  return found == list.end() ? nullptr : &*found;
}

/// A key that is null says what a missing one does: so a key that a later version adds makes nothing of what was
/// written before another experiment's.
Json without_nulls(Json json) {
  if (json.is_object()) {
    Json kept = Json::object();
    for (const auto& item : json.items()) {
      if (!item.value().is_null()) kept[item.key()] = without_nulls(item.value());
    }
    return kept;
  }
  if (json.is_array()) {
    for (Json& item : json) item = without_nulls(std::move(item));
  }
  return json;
}

/// What must stay.
Json fixed_part(Json manifest) {
  manifest.erase("runs");
  for (const auto& list : named_lists) manifest.erase(list.facts);
  Json& experiment = manifest.at("experiment");
  for (const auto& list : named_lists) experiment.erase(list.key);
  // The last two change no result.
  for (const auto* key : {"seed", "seeds", "description", "timeline"}) experiment.erase(key);
  Json& evaluation = experiment.at("evaluation");
  if (evaluation.value("stop_at_target", false)) return manifest;  // then runs depend on the target
  for (const auto& key : EvaluationSection::target_keys()) evaluation.erase(key);
  return manifest;
}

/// Where `now` differs from `before`.
std::string first_difference(const Json& before, const Json& now) {
  const Json differences = Json::diff(before, now);
  if (differences.empty()) return "the order of its keys";
  std::string path = differences[0].at("path").get<std::string>();
  if (path.ends_with("/-")) path.resize(path.size() - 2);  // an item more at the end of a list
  return path;
}

Json facts_of(const Json& manifest, const NamedList& list, const std::string& name) {
  return manifest.at(list.facts).value(name, Json::object());
}

std::optional<std::string> difference_in(const NamedList& list, const Json& there, const Json& now) {
  for (const Json& item : now.at("experiment").at(list.key)) {
    const Json* other = with_folder_of(item, there.at("experiment").at(list.key));
    if (other == nullptr) continue;
    const std::string name = name_of(*other);
    Json facts = facts_of(there, list, name);
    Json facts_now = facts_of(now, list, name_of(item));
    if (*other == item && facts == facts_now) continue;
    return fmt::format("of another {} {}, which differs in {}", list.item, Json(name).dump(),
                       *other == item ? first_difference(facts, facts_now) : first_difference(*other, item));
  }
  return std::nullopt;
}

}  // namespace

void check_can_grow(const Json& manifest, const Place& place) {
  using enum Json::value_t;
  const auto require = [](bool is_there, const Place& where, const char* key) {
    if (is_there) return;
    where.fail(fmt::format("expected what \"lowband run\" wrote, but the key \"{}\" is missing or damaged", key));
  };
  const auto has = [](const Json& json, const char* key, Json::value_t type) {
    return json.contains(key) && json.at(key).type() == type;
  };
  require(has(manifest, "experiment", object), place, "experiment");
  const Json& experiment = manifest.at("experiment");
  const Place here = place / "experiment";
  for (const auto& list : named_lists) {
    require(has(manifest, list.facts, object), place, list.facts);
    require(has(experiment, list.key, array), here, list.key);
    const Json& items = experiment.at(list.key);
    for (std::size_t i = 0; i < items.size(); ++i) require(has(items[i], "name", string), here / list.key / i, "name");
  }
  require(has(experiment, "evaluation", object), here, "evaluation");
  require(has(experiment, "seeds", array), here, "seeds");
  const Json& seeds = experiment.at("seeds");
  const bool are_seeds =
      std::all_of(seeds.begin(), seeds.end(), [](const Json& seed) { return seed.is_number_unsigned(); });
  require(are_seeds, here, "seeds");
  if (seeds.empty()) require(has(experiment, "seed", number_unsigned), here, "seed");
}

std::optional<std::string> difference(const Json& manifest, const Json& manifest_now) {
  const Json there = without_nulls(manifest);
  const Json now = without_nulls(manifest_now);
  const Json before = fixed_part(there);
  const Json fixed_now = fixed_part(now);
  if (before != fixed_now) {
    // What the file says decides what else the manifest tells, such as the checksum of the data.
    Json only_experiment = before;
    only_experiment.at("experiment") = fixed_now.at("experiment");
    const bool is_by_file = before.at("experiment") != fixed_now.at("experiment");
    return fmt::format("of another experiment, which differs in {}",
                       first_difference(before, is_by_file ? only_experiment : fixed_now));
  }
  for (const auto& list : named_lists) {
    if (auto found = difference_in(list, there, now)) return found;
  }
  return std::nullopt;
}

Json with_all_of(Json manifest, const Json& other) {
  Json& experiment = manifest.at("experiment");
  for (const auto& list : named_lists) {
    for (const Json& item : other.at("experiment").at(list.key)) {
      if (with_folder_of(item, experiment.at(list.key)) != nullptr) continue;
      experiment.at(list.key).push_back(item);
      const auto facts = other.at(list.facts).find(name_of(item));
      if (facts != other.at(list.facts).end()) manifest.at(list.facts)[facts.key()] = *facts;
    }
  }
  auto seeds = seeds_of(manifest);
  const std::size_t own = seeds.size();
  for (const auto seed : seeds_of(other)) {
    if (std::find(seeds.begin(), seeds.end(), seed) == seeds.end()) seeds.push_back(seed);
  }
  if (seeds.size() > own) {
    experiment.at("seed") = nullptr;
    experiment.at("seeds") = seeds;
  }
  return manifest;
}

std::vector<std::uint64_t> seeds_of(const Json& manifest) {
  const Json& experiment = manifest.at("experiment");
  auto seeds = experiment.at("seeds").get<std::vector<std::uint64_t>>();
  if (seeds.empty()) seeds.push_back(experiment.at("seed").get<std::uint64_t>());
  return seeds;
}

std::optional<std::uint64_t> data_seed_of(const Json& manifest) {
  const Json seed = manifest.value(Json::json_pointer("/experiment/dataset/seed"), Json());
  return seed.is_number_unsigned() ? std::optional(seed.get<std::uint64_t>()) : std::nullopt;
}

}  // namespace lowband
