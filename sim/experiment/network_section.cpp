#include "sim/experiment/network_section.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"

namespace lowband {

namespace {

/// The range of settings that SimGrid takes whatever they are, and then dies of in the middle of a run.
const Range* range_of_setting(const std::string& key) {
  static const std::map<std::string, Range> ranges = {{"network/bandwidth-factor", {.least = 0, .above = true}},
                                                      {"network/latency-factor", {.least = 0}},
                                                      {"network/loopback-bw", {.least = 0, .above = true}},
                                                      {"network/loopback-lat", {.least = 0}},
                                                      {"network/weight-S", {.least = 0}}};
  const auto found = ranges.find(key);
  return found == ranges.end() ? nullptr : &found->second;
}

/// The value of a SimGrid setting, as text.
std::string read_setting(const std::string& key, const Json& json, const Place& place) {
  if (key == "network/TCP-gamma")
    place.fail("is the window: give it as \"window\", such as \"4MiB\", or null for none");
  if (key == "contexts/nthreads") place.fail("workers run one after the other: see --threads for what runs beside");
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

double read_window(const Json& json, const Place& place) {
  return json.is_null() ? std::numeric_limits<double>::infinity() : read_size(json, place);
}

void read_preset(const Json& json, const Place& place, NetworkSettings& network) {
  const auto& known = NetworkSettings::preset_names();
  const std::string name = json.is_string() ? json.get<std::string>() : "";
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    place.expected("a network preset", json, did_you_mean(name, known));
  }
  network.preset = name;
}

/// What is told of the presets.
std::vector<Choice> presets() {
  static const std::map<std::string, std::string> help = {
      {"tcp", "connections that are held open, in full Ethernet frames: no slow start, 1448 of 1538 bytes are payload"},
      {"ideal", "every byte is payload: closed forms hold exactly"},
      {"lv08", "SimGrid's default, fitted to fresh connections: latency x 13.01, bandwidth x 0.97, cross traffic"}};
  std::vector<Choice> choices;
  for (const auto& name : NetworkSettings::preset_names()) choices.push_back({name, help.at(name)});
  return choices;
}

/// The parameter without what reads and shows its value.
Parameter network_parameter(std::string help) {
  Parameter parameter;
  parameter.name = "network";
  parameter.type = fmt::format("one of {}, or an object with a preset, a window and SimGrid keys",
                               fmt::join(NetworkSettings::preset_names(), ", "));
  parameter.help = std::move(help);
  const Json preset = {{"enum", NetworkSettings::preset_names()}};
  const Json setting = {{"type", {"string", "number", "boolean"}}};
  parameter.schema["anyOf"] = Json::array();
  parameter.schema["anyOf"].push_back(preset);
  parameter.schema["anyOf"].push_back(
      {{"type", "object"},
       {"properties", {{"preset", preset}, {"window", {{"type", {"string", "number", "null"}}}}}},
       {"patternProperties", {{"/", setting}}},
       {"additionalProperties", false}});
  parameter.choices = presets();
  return parameter;
}

}  // namespace

NetworkSettings read_network(const Json& json, const Place& place) {
  NetworkSettings network;
  if (!json.is_object()) {
    read_preset(json, place, network);
    return network;
  }
  for (const auto& item : json.items()) {
    const Place where = place / item.key();
    if (item.key() == "preset") {
      read_preset(item.value(), where, network);
    } else if (item.key() == "window") {
      network.window = read_window(item.value(), where);
    } else if (item.key().find('/') != std::string::npos) {
      network.refinements[item.key()] = read_setting(item.key(), item.value(), where);
    } else {
      where.fail(
          "unknown key (expected \"preset\", \"window\" or a SimGrid configuration key, such as "
          "\"network/loopback-lat\")");
    }
  }
  return network;
}

Json network_json(const NetworkSettings& network) {
  if (network.refinements.empty() && !network.window) return network.preset;
  Json json = {{"preset", network.preset}};
  if (network.window) json["window"] = std::isfinite(*network.window) ? Json(*network.window) : Json(nullptr);
  for (const auto& [key, value] : network.refinements) json[key] = value;
  return json;
}

void declare_network(Parameters& parameters, NetworkSettings& network) {
  Parameter parameter = network_parameter(
      "network model; tcp: held-open connections in full Ethernet frames, ideal: no overhead, lv08: SimGrid's default; "
      "\"window\": the most that a message alone has under way in a round trip; null: no limit; default \"6MiB\" with "
      "tcp, null with ideal, \"4MiB\" with lv08");
  parameter.read = [&network](const Json& json, const Place& place) { network = read_network(json, place); };
  parameter.value = [&network] { return network_json(network); };
  parameters.add(std::move(parameter));
}

void declare_network(Parameters& parameters, std::optional<NetworkSettings>& network) {
  Parameter parameter = network_parameter("in place of that of the experiment");
  parameter.schema["anyOf"].push_back({{"type", "null"}});
  parameter.read = [&network](const Json& json, const Place& place) {
    if (json.is_null()) {
      network.reset();
    } else {
      network = read_network(json, place);
    }
  };
  parameter.value = [&network] { return network ? network_json(*network) : Json(nullptr); };
  parameters.add(std::move(parameter));
}

}  // namespace lowband
