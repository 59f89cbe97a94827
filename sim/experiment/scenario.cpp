// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "sim/base/quantity.hpp"
#include "sim/experiment/changes.hpp"
#include "sim/experiment/names.hpp"
#include "sim/experiment/network_section.hpp"
#include "sim/experiment/platform_file.hpp"
#include "sim/experiment/sections.hpp"
#include "sim/experiment/value_range.hpp"

namespace lowband {

namespace {

constexpr std::size_t most_scenarios = 1000;  // of one entry

/// A list where one value could stand, in an entry of the file.
struct FoundRange {
  Json::json_pointer key;  ///< in the entry
  std::vector<Json> values;
};

/// The reader of a key whose value may be a list; nullptr if it may not.
template <class Keys>
ReadQuantity reader_of(const std::string& key, const Keys& keys) {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const auto& each) { return each.name == key; });
  return found == keys.end() ? nullptr : found->read;
}

template <class Keys>
void find_ranges(const Json& object, const Place& place, const Json::json_pointer& pointer, const Keys& keys,
                 std::vector<FoundRange>& found) {
  if (!object.is_object()) return;
  for (const auto& item : object.items()) {
    const ReadQuantity read = reader_of(item.key(), keys);
    if (read == nullptr || !item.value().is_array()) continue;
    found.push_back({pointer / item.key(), range_values(item.value(), place / item.key(), read)});
  }
}

template <class Keys>
void find_ranges_in_list(const Json& list, const Place& place, const Json::json_pointer& pointer, const Keys& keys,
                         std::vector<FoundRange>& found) {
  if (!list.is_array()) return;
  for (std::size_t i = 0; i < list.size(); ++i) find_ranges(list[i], place / i, pointer / i, keys, found);
}

/// All ranges of an entry, in the order of the file.
std::vector<FoundRange> ranges_of(const Json& entry, const Place& place) {
  std::vector<FoundRange> found;
  if (!entry.is_object()) return found;
  for (const auto& item : entry.items()) {
    const auto pointer = Json::json_pointer() / item.key();
    if (item.key() == "links") find_ranges_in_list(item.value(), place / "links", pointer, link_range_keys(), found);
    if (item.key() == "hosts") find_ranges_in_list(item.value(), place / "hosts", pointer, host_range_keys(), found);
    if (item.key() == "step_time" && item.value().is_array()) {
      found.push_back({pointer, range_values(item.value(), place / "step_time", read_duration)});
    }
  }
  return found;
}

/// "bw" and "1Mbps" make "bw-1Mbps", "bw {} up" and "1Mbps" make "bw 1Mbps up".
std::string name_with(const std::string& name, const std::string& label) {
  const std::size_t gap = name.find("{}");
  if (gap == std::string::npos) return fmt::format("{}-{}", name, label);
  return name.substr(0, gap) + label + name.substr(gap + 2);
}

/// An entry for each value of the entry's range, or for each combination if it has several, of which the last changes
/// fastest; the entry itself if it has none.
std::vector<Json> expanded(const Json& entry, const Place& place) {
  std::vector<Json> entries{entry};
  for (const auto& range : ranges_of(entry, place)) {
    if (entries.size() * range.values.size() > most_scenarios) {
      place.fail(fmt::format("expected at most {} scenarios of one entry, found lists that make {} and more",
                             most_scenarios, entries.size() * range.values.size()));
    }
    std::vector<Json> combined;
    for (const auto& each : entries) {
      for (const auto& value : range.values) {
        Json& one = combined.emplace_back(each);
        one[range.key] = value;
        if (!one.contains("name") || !one["name"].is_string()) continue;
        one["name"] = name_with(one["name"].get<std::string>(), label_of(value));
      }
    }
    entries = std::move(combined);
  }
  return entries;
}

void declare_scenario(Parameters& parameters, Scenario& scenario, const std::filesystem::path& folder) {
  parameters.text("name", scenario.name,
                  "label in results, tables and plots; unique; a value from a list follows it, or replaces {} in it",
                  Parameters::Need::required);
  Parameter platform;
  platform.name = "platform";
  platform.type = "text";
  platform.help = "SimGrid platform file, relative to this file, instead of that of the experiment";
  platform.schema = {{"type", {"string", "null"}}};
  platform.read = [&scenario, folder](const Json& json, const Place& place) {
    if (json.is_null()) return;
    if (!json.is_string() || json.get_ref<const std::string&>().empty()) place.expected("text", json);
    scenario.platform = json.get<std::string>();
    scenario.platform_file = (folder / scenario.platform).lexically_normal();
    check_platform_file(scenario.platform_file, place);
  };
  platform.value = [&scenario] { return scenario.platform.empty() ? Json(nullptr) : Json(scenario.platform); };
  parameters.add(std::move(platform));
  declare_network(parameters, scenario.network);
  declare_quantity_or_range(parameters, "step_time", scenario.step_time_s, durations(),
                            "of a local step, instead of that of \"compute\"");
  declare_devices(parameters, scenario.devices, folder, "instead of those of \"compute\"");
  declare_changes(parameters, scenario.links, folder);
  declare_changes(parameters, scenario.hosts, folder);
}

}  // namespace

bool Scenario::varies_over_time() const {
  return std::any_of(links.begin(), links.end(),
                     [](const auto& change) { return change.bandwidth_profile || change.latency_profile; }) ||
         std::any_of(hosts.begin(), hosts.end(), [](const auto& change) { return change.speed_profile; });
}

bool Scenario::changes_nothing() const { return links.empty() && hosts.empty() && !has_own_settings(); }

std::deque<Scenario> read_scenarios(const Json& json, const Place& place, const std::filesystem::path& folder) {
  if (!json.is_array() || json.empty()) place.expected("a list of at least one scenario", json);
  std::deque<Scenario> scenarios;
  std::vector<std::pair<std::string, Place>> names;
  for (std::size_t i = 0; i < json.size(); ++i) {
    for (const auto& entry : expanded(json[i], place / i)) {
      Scenario& scenario = scenarios.emplace_back();
      scenario.entry = i;
      Parameters declared;
      declare_scenario(declared, scenario, folder);
      declared.read(entry, place / i);
      names.emplace_back(scenario.name, place / i / "name");
    }
  }
  check_names(names);
  return scenarios;
}

Json scenarios_json(std::deque<Scenario>& scenarios) {
  Json json = Json::array();
  for (auto& scenario : scenarios) {
    Parameters declared;
    declare_scenario(declared, scenario, "");
    json.push_back(declared.values());
  }
  return json;
}

void declare_scenarios(Parameters& parameters, std::deque<Scenario>& scenarios, const std::filesystem::path& folder) {
  Parameter list;
  list.name = "scenarios";
  list.type = "list of scenarios";
  list.help = "settings of links, hosts, platform, network, steps and devices; by default one, the platform as it is";
  list.keys = [example = std::make_shared<Scenario>()] {
    Parameters declared;
    declare_scenario(declared, *example, "");
    return declared;
  };
  list.schema = {{"type", "array"}, {"minItems", 1}, {"items", list.keys().schema()}};
  list.read = [&scenarios, folder](const Json& json, const Place& place) {
    scenarios = read_scenarios(json, place, folder);
  };
  list.value = [&scenarios] { return scenarios_json(scenarios); };
  parameters.add(std::move(list));
}

}  // namespace lowband
