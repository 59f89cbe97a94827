#include "sim/experiment/scenario.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"

namespace lowband {

namespace {

LinkChange read_link_change(const Json& json, const Place& place) {
  LinkChange change;
  const auto quantity = [](const char* name, std::optional<double>& variable, auto read, const char* help) {
    Parameter parameter;
    parameter.name = name;
    parameter.help = help;
    parameter.read = [&variable, read](const Json& value, const Place& where) { variable = read(value, where); };
    parameter.value = [&variable] { return variable ? Json(*variable) : Json(nullptr); };
    return parameter;
  };
  Parameters parameters;
  parameters.text("match", change.match, "shell pattern of link names", Parameters::Need::required);
  parameters.add(quantity("bandwidth", change.bandwidth_Bps, read_bandwidth, "new bandwidth"));
  parameters.add(quantity("latency", change.latency_s, read_duration, "new latency"));
  parameters.read(json, place);
  if (!change.bandwidth_Bps && !change.latency_s)
    place.fail("expected \"bandwidth\" or \"latency\" to change, found neither");
  return change;
}

Json value_of(const LinkChange& change) {
  Json json = {{"match", change.match}};
  if (change.bandwidth_Bps) json["bandwidth"] = *change.bandwidth_Bps;
  if (change.latency_s) json["latency"] = *change.latency_s;
  return json;
}

/// The range of settings that SimGrid takes whatever they are, and then dies of in the middle of a run.
const Range* range_of_setting(const std::string& key) {
  static const std::map<std::string, Range> ranges = {{"network/bandwidth-factor", {.least = 0, .above = true}},
                                                      {"network/latency-factor", {.least = 0}},
                                                      {"network/loopback-bw", {.least = 0, .above = true}},
                                                      {"network/loopback-lat", {.least = 0}},
                                                      {"network/TCP-gamma", {.least = 0}},
                                                      {"network/weight-S", {.least = 0}}};
  const auto found = ranges.find(key);
  return found == ranges.end() ? nullptr : &found->second;
}

/// The value of a SimGrid setting, as text.
std::string read_setting(const std::string& key, const Json& json, const Place& place) {
  if (!json.is_string() && !json.is_number() && !json.is_boolean()) {
    place.expected("a SimGrid setting (text, a number, true or false)", json);
  }
  const std::string text = json.is_string() ? json.get<std::string>() : json.dump();
  if (const Range* range = range_of_setting(key)) {
    double number = 0.0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    const bool is_number = read.ec == std::errc() && read.ptr == end && std::isfinite(number);
    if (!is_number || !range->contains(number)) place.expected(fmt::format("a number {}", range->text()), json);
  }
  return text;
}

void read_preset(const Json& json, const Place& place, NetworkSettings& network) {
  const auto& known = NetworkSettings::preset_names();
  const std::string name = json.is_string() ? json.get<std::string>() : "";
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    place.expected("a network preset", json, did_you_mean(name, known));
  }
  network.preset = name;
}

Json link_change_schema() {
  const Json quantity = {{"type", {"string", "number"}}};
  return {{"type", "object"},
          {"properties", {{"match", {{"type", "string"}}}, {"bandwidth", quantity}, {"latency", quantity}}},
          {"required", {"match"}},
          {"additionalProperties", false}};
}

}  // namespace

void Scenario::parameters(Parameters& parameters) {
  parameters.text("name", name, "label in results, tables and plots; unique", Parameters::Need::required);
  Parameter changes;
  changes.name = "links";
  changes.type = "list of {match, bandwidth, latency}";
  changes.help = "changes to the links whose name matches the shell pattern; \"10Mbps\" and \"5ms\", or bytes/s and s";
  changes.schema = {{"type", "array"}, {"items", link_change_schema()}};
  changes.read = [this](const Json& json, const Place& place) {
    if (!json.is_array()) place.expected("a list of changes", json);
    links.clear();
    for (std::size_t i = 0; i < json.size(); ++i) links.push_back(read_link_change(json[i], place / i));
  };
  changes.value = [this] {
    Json json = Json::array();
    for (const auto& change : links) json.push_back(value_of(change));
    return json;
  };
  parameters.add(std::move(changes));
}

void state_network(Parameters& parameters, NetworkSettings& network) {
  Parameter parameter;
  parameter.name = "network";
  parameter.type = fmt::format("one of {}, or an object with a preset and SimGrid keys",
                               fmt::join(NetworkSettings::preset_names(), ", "));
  parameter.help =
      "network model; tcp: held-open connections in full Ethernet frames, ideal: no overhead, lv08: SimGrid's default";
  parameter.schema = {
      {"anyOf",
       {{{"enum", NetworkSettings::preset_names()}},
        {{"type", "object"}, {"properties", {{"preset", {{"enum", NetworkSettings::preset_names()}}}}}}}}};
  parameter.read = [&network](const Json& json, const Place& place) {
    network = NetworkSettings();
    if (!json.is_object()) return read_preset(json, place, network);
    for (const auto& item : json.items()) {
      const Place where = place / item.key();
      if (item.key() == "preset") {
        read_preset(item.value(), where, network);
      } else if (item.key().find('/') != std::string::npos) {
        network.refinements[item.key()] = read_setting(item.key(), item.value(), where);
      } else {
        where.fail("unknown key (expected \"preset\" or a SimGrid configuration key, such as \"network/TCP-gamma\")");
      }
    }
  };
  parameter.value = [&network] {
    if (network.refinements.empty()) return Json(network.preset);
    Json json = {{"preset", network.preset}};
    for (const auto& [key, value] : network.refinements) json[key] = value;
    return json;
  };
  parameters.add(std::move(parameter));
}

}  // namespace lowband
