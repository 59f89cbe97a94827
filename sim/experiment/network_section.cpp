// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/network_section.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <memory>

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
      {"tcp",
       "connections that are held open, in full Ethernet frames: 1448 bytes of payload take 1538 bytes and half an "
       "acknowledgement (45); switches pass on whole frames; a connection that is fresh or was idle starts slowly"},
      {"ideal", "every byte is payload, nothing starts slowly: closed forms hold exactly"},
      {"lv08",
       "SimGrid's default, fitted to fresh connections: latency x 13.01, bandwidth x 0.97, cross traffic; up to 12 "
       "times too slow for connections that are held open"}};
  std::vector<Choice> choices;
  for (const auto& name : NetworkSettings::preset_names()) choices.push_back({name, help.at(name)});
  return choices;
}

/// A number that null turns off.
Parameter switchable(const char* name, const char* type, const char* help, std::optional<double>& variable,
                     double (*read)(const Json&, const Place&)) {
  Parameter parameter;
  parameter.name = name;
  parameter.type = type;
  parameter.help = help;
  parameter.schema = {{"type", {"string", "number", "null"}}};
  parameter.read = [&variable, read](const Json& json, const Place& place) {
    variable = json.is_null() ? std::nullopt : std::optional(read(json, place));
  };
  parameter.value = [&variable] { return variable ? Json(*variable) : Json(nullptr); };
  return parameter;
}

double read_segments(const Json& json, const Place& place) {
  const Range range{.least = 1, .most = 1e6};
  if (!json.is_number() || !range.contains(json.get<double>())) {
    place.expected(
        fmt::format("segments of {} bytes, a number {}, or null for no slow start", segment_bytes, range.text()), json);
  }
  return json.get<double>();
}

/// The keys beside the preset and those of SimGrid.
Parameters keys_of(NetworkSettings& network) {
  Parameters keys;
  Parameter window = switchable(
      "window", "size, or null for no limit",
      "the most that a connection has under way in a round trip; 6MiB with tcp, none with ideal, 4MiB with lv08, for "
      "each message",
      network.window, read_size);
  // Without a word it is the preset's; null is a word: no limit.
  window.read = [&network](const Json& json, const Place& place) {
    network.window = json.is_null() ? std::numeric_limits<double>::infinity() : read_size(json, place);
  };
  window.value = [&network] {
    return network.window && std::isfinite(*network.window) ? Json(*network.window) : Json(nullptr);
  };
  keys.add(std::move(window));
  keys.flag("store_and_forward", network.tcp.store_and_forward,
            "tcp: a message arrives a frame later for each link of its route but the narrowest; false for lines that a "
            "token bucket shapes, as in clouds");
  keys.flag("receive_offload", network.tcp.receive_offload,
            "tcp: receivers take many frames at once (GRO, usual from 1Gbps on) and hardly acknowledge them: 1448 of "
            "1538 bytes are payload; else 1448 of 1538 + 45");
  keys.add(switchable("initial_window", "segments of 1448 bytes, a number from 1 to 1e6, or null for no slow start",
                      "tcp: what a fresh connection may have under way (RFC 6928)", network.tcp.initial_window,
                      read_segments));
  keys.number("window_growth", network.tcp.window_growth, {.least = 0.01, .most = 1}, "segment",
              "tcp: by how much each segment acknowledged widens the window, up to twice what was under way; 1, slow "
              "start, doubles it every round trip");
  keys.add(switchable(
      "idle_restart", "duration, or null for never",
      "tcp: a connection that sends nothing for so long and a round trip halves its window, again and again down to "
      "the initial one (Linux)",
      network.tcp.idle_restart_s, read_duration));
  return keys;
}

const Parameter* key_named(const Parameters& keys, const std::string& name) {
  const auto& list = keys.list();
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& key) { return key.name == name; });
  return found == list.end() ? nullptr : &*found;
}

/// The parameter without what reads and shows its value.
Parameter network_parameter(std::string help) {
  Parameter parameter;
  parameter.name = "network";
  parameter.type = fmt::format("one of {}, or an object with a preset, keys that refine it, and SimGrid keys",
                               fmt::join(NetworkSettings::preset_names(), ", "));
  parameter.help = std::move(help);
  parameter.keys = [network = std::make_shared<NetworkSettings>()] { return keys_of(*network); };
  const Json preset = {{"enum", NetworkSettings::preset_names()}};
  const Json setting = {{"type", {"string", "number", "boolean"}}};
  Json object = parameter.keys().schema();
  object["properties"]["preset"] = preset;
  object["patternProperties"] = {{"/", setting}};
  object["additionalProperties"] = false;
  parameter.schema["anyOf"] = Json::array({preset, std::move(object)});
  parameter.choices = presets();
  return parameter;
}

/// What only means something with the preset `tcp`, and how a connection can be at odds with itself.
void check(const NetworkSettings& network, const Json& json, const Place& place) {
  for (const auto& item : json.items()) {
    const bool is_of_tcp =
        item.key() != "preset" && item.key() != "window" && item.key().find('/') == std::string::npos;
    if (is_of_tcp && network.preset != "tcp") {
      (place / item.key()).fail(fmt::format("has no effect with the preset {}", network.preset));
    }
  }
  if (json.contains("receive_offload") && network.refinements.contains("network/bandwidth-factor")) {
    (place / "receive_offload").fail("has no effect: network/bandwidth-factor says which share of a link is payload");
  }
  const bool is_narrow =
      network.tcp.initial_window && *network.tcp.initial_window * segment_bytes < network.window_bytes();
  if (is_narrow) return;
  if (json.contains("initial_window") && network.tcp.initial_window) {
    (place / "initial_window").fail("has no effect: it is not below the window");
  }
  for (const auto* key : {"window_growth", "idle_restart"}) {
    if (!json.contains(key) || json[key].is_null()) continue;
    (place / key)
        .fail(network.tcp.initial_window ? "has no effect: initial_window is as large as the window"
                                         : "has no effect: without initial_window there is no slow start");
  }
}

}  // namespace

NetworkSettings read_network(const Json& json, const Place& place) {
  NetworkSettings network;
  if (!json.is_object()) {
    read_preset(json, place, network);
    return network;
  }
  const Parameters keys = keys_of(network);
  for (const auto& item : json.items()) {
    const Place where = place / item.key();
    if (item.key() == "preset") {
      read_preset(item.value(), where, network);
    } else if (const Parameter* key = key_named(keys, item.key())) {
      key->read(item.value(), where);
    } else if (item.key().find('/') != std::string::npos) {
      network.refinements[item.key()] = read_setting(item.key(), item.value(), where);
    } else {
      std::vector<std::string> names{"preset"};
      for (const auto& each : keys.list()) names.push_back(each.name);
      where.fail(fmt::format("unknown key{}; those of SimGrid have a slash, such as \"network/loopback-lat\"",
                             did_you_mean(item.key(), names)));
    }
  }
  check(network, json, place);
  return network;
}

Json network_json(const NetworkSettings& network) {
  Json json = {{"preset", network.preset}};
  NetworkSettings shown = network;
  NetworkSettings usual;
  const Parameters values = keys_of(shown);
  const Parameters defaults = keys_of(usual);
  for (std::size_t i = 0; i < values.list().size(); ++i) {
    const Parameter& key = values.list()[i];
    const bool is_given = key.name == "window" ? network.window.has_value() : key.value() != defaults.list()[i].value();
    if (is_given) json[key.name] = key.value();
  }
  for (const auto& [key, value] : network.refinements) json[key] = value;
  return json.size() == 1 ? json["preset"] : json;
}

void declare_network(Parameters& parameters, NetworkSettings& network) {
  Parameter parameter = network_parameter("how messages use links");
  parameter.read = [&network](const Json& json, const Place& place) { network = read_network(json, place); };
  parameter.value = [&network] { return network_json(network); };
  parameters.add(std::move(parameter));
}

void declare_network(Parameters& parameters, std::optional<NetworkSettings>& network) {
  Parameter parameter = network_parameter("instead of that of the experiment");
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
