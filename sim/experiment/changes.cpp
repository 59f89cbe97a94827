// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/changes.hpp"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <utility>

#include "sim/base/quantity.hpp"
#include "sim/experiment/profiles/profile_source.hpp"

namespace lowband {

namespace {

double read_factor(const Json& json, const Place& place) {
  if (!json.is_number() || !std::isfinite(json.get<double>()) || json.get<double>() <= 0.0) {
    place.expected("a factor above 0", json);
  }
  return json.get<double>();
}

const Quantity& factors() {
  static const Quantity quantity{"number above 0", read_factor, [](double factor) { return Json(factor); }, {"number"}};
  return quantity;
}

/// `value` and `factor` are those of the quantity itself, which are read before: a trace has a value of its own, which
/// then counts as if it had been given.
void declare_profile(Parameters& parameters, const std::string& name, std::shared_ptr<const Profile>& variable,
                     std::optional<double>& value, std::optional<double>& factor, const ProfileUse& use,
                     const std::string& help) {
  Parameter parameter;
  parameter.name = name;
  parameter.type = "profile";
  parameter.help = help;
  parameter.schema = profile_schema();
  parameter.read = [&variable, &value, &factor, use](const Json& json, const Place& place) {
    StatedProfile stated = read_profile(json, place, use);
    if (stated.value && value) place.fail("expected no value beside a trace, which has its own, found both");
    if (stated.value) value = *stated.value * std::exchange(factor, std::nullopt).value_or(1.0);
    variable = std::make_shared<const Profile>(std::move(stated.profile));
  };
  parameter.value = [&variable] { return variable ? profile_json(*variable) : Json(nullptr); };
  parameters.add(std::move(parameter));
}

void declare_change(Parameters& parameters, LinkChange& change, const std::filesystem::path& folder) {
  parameters.text("match", change.match, "shell pattern of link names", Parameters::Need::required);
  declare_quantity_or_range(parameters, "bandwidth", change.bandwidth_Bps, bandwidths(), "\"10Mbps\", or bytes/s");
  declare_quantity_or_range(parameters, "latency", change.latency_s, latencies(), "\"5ms\", or seconds");
  declare_quantity_or_range(parameters, "bandwidth_factor", change.bandwidth_factor, factors(),
                            "multiplies what earlier changes have left");
  declare_quantity_or_range(parameters, "latency_factor", change.latency_factor, factors(),
                            "multiplies what earlier changes have left");
  declare_profile(parameters, "bandwidth_profile", change.bandwidth_profile, change.bandwidth_Bps,
                  change.bandwidth_factor, {Dimension::bandwidth, folder},
                  "factors, or measured values, over time; see \"lowband list profiles\"");
  declare_profile(parameters, "latency_profile", change.latency_profile, change.latency_s, change.latency_factor,
                  {Dimension::duration, folder}, "likewise; a message pays the latency of when it leaves");
}

void declare_change(Parameters& parameters, HostChange& change, const std::filesystem::path& folder) {
  parameters.text("match", change.match, "shell pattern of host names", Parameters::Need::required);
  declare_quantity_or_range(parameters, "speed", change.speed_flops, speeds(), "\"10Gf\", or flop/s");
  declare_quantity_or_range(parameters, "speed_factor", change.speed_factor, factors(),
                            "multiplies what earlier changes have left");
  declare_profile(parameters, "speed_profile", change.speed_profile, change.speed_flops, change.speed_factor,
                  {Dimension::speed, folder}, "factors, or measured values, over time; see \"lowband list profiles\"");
}

template <class Change>
Change read_change(const Json& json, const Place& place, const std::filesystem::path& folder) {
  Change change;
  Parameters declared;
  declare_change(declared, change, folder);
  declared.read(json, place);
  const Json values = declared.values();
  bool changes_something = false;
  std::string keys;
  for (const auto& [key, value] : values.items()) {
    if (key == "match") continue;
    keys += fmt::format("{}\"{}\"", keys.empty() ? "" : " or ", key);
    if (value.is_null()) continue;
    changes_something = true;
    if (!values.value(key + "_factor", Json()).is_null()) {
      place.fail(fmt::format("expected either \"{0}\" or \"{0}_factor\", found both", key));
    }
  }
  if (!changes_something) place.fail(fmt::format("expected {} to change, found none", keys));
  return change;
}

template <class Change>
Json change_json(Change& change) {
  Parameters declared;
  declare_change(declared, change, "");
  Json json = declared.values();
  for (auto item = json.begin(); item != json.end();) item = item->is_null() ? json.erase(item) : std::next(item);
  return json;
}

template <class Change>
void declare_list(Parameters& parameters, const std::string& name, const std::string& help,
                  std::vector<Change>& changes, const std::filesystem::path& folder) {
  const auto keys = [example = std::make_shared<Change>(), folder] {
    Parameters of_one;
    declare_change(of_one, *example, folder);
    return of_one;
  };
  Parameter list;
  list.name = name;
  list.type = "list of changes";
  list.help = help;
  list.schema = {{"type", "array"}, {"items", keys().schema()}};
  list.keys = keys;
  list.read = [&changes, folder](const Json& json, const Place& place) {
    if (!json.is_array()) place.expected("a list of changes", json);
    changes.clear();
    for (std::size_t i = 0; i < json.size(); ++i) changes.push_back(read_change<Change>(json[i], place / i, folder));
  };
  list.value = [&changes] {
    Json json = Json::array();
    for (auto& change : changes) json.push_back(change_json(change));
    return json;
  };
  parameters.add(std::move(list));
}

}  // namespace

const std::array<RangeKey, 4>& link_range_keys() {
  static const std::array<RangeKey, 4> keys{{{"bandwidth", read_bandwidth},
                                             {"latency", read_latency},
                                             {"bandwidth_factor", read_factor},
                                             {"latency_factor", read_factor}}};
  return keys;
}

const std::array<RangeKey, 2>& host_range_keys() {
  static const std::array<RangeKey, 2> keys{{{"speed", read_speed}, {"speed_factor", read_factor}}};
  return keys;
}

void declare_changes(Parameters& parameters, std::vector<LinkChange>& links, const std::filesystem::path& folder) {
  declare_list(parameters, "links", "changes to the links whose name matches the shell pattern, in order", links,
               folder);
}

void declare_changes(Parameters& parameters, std::vector<HostChange>& hosts, const std::filesystem::path& folder) {
  declare_list(parameters, "hosts", "changes to the hosts whose name matches the shell pattern, in order", hosts,
               folder);
}

}  // namespace lowband
