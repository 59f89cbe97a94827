// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/devices/devices.hpp"

#include <utility>

#include "sim/experiment/devices/device_source.hpp"
#include "sim/experiment/devices/over_time_source.hpp"

namespace lowband {

namespace {

constexpr auto type = "kind of devices, or a list of them";

void read_one(const Json& json, const Place& place, const std::filesystem::path& folder, Devices& devices) {
  if (!json.is_object()) place.expected(with_article(type), json);
  Json stated = json;
  if (!json.contains("kind")) stated["kind"] = "drawn";
  device_sources().read(stated, place)->add_to(devices, place, folder);
}

Json schema_of_devices() {
  Json one = device_sources().schema();
  for (auto& kind : one["anyOf"]) {
    if (kind["properties"]["kind"]["const"] == "drawn") kind["required"] = Json::array();  // it goes without saying
  }
  const Json list = {{"type", "array"}, {"minItems", 1}, {"items", one}};
  return {{"anyOf", {one, list, {{"type", "null"}}}}};
}

}  // namespace

ComputeSettings Devices::added_to(ComputeSettings settings, int workers, std::uint64_t seed) const {
  settings.over_time = over_time;
  if (!drawn) return settings;
  const auto count = static_cast<std::size_t>(workers);
  settings.slowdown.resize(count, 1.0);
  for (std::size_t i = 0; i < count; ++i) {
    settings.slowdown[i] *= drawn->slowdown_of(static_cast<std::uint32_t>(i), seed);
  }
  return settings;
}

Json Devices::values() const {
  Json kinds = Json::array();
  if (drawn) kinds.push_back(drawn->values());
  if (!over_time.empty()) kinds.push_back(OverTimeSource::values(over_time));
  if (kinds.empty()) return nullptr;
  return kinds.size() == 1 ? kinds.front() : kinds;
}

void declare_devices(Parameters& parameters, Devices& devices, const std::filesystem::path& folder, std::string help) {
  Parameter parameter;
  parameter.name = "devices";
  parameter.type = type;
  parameter.help = std::move(help);
  parameter.schema = schema_of_devices();
  parameter.read = [&devices, folder](const Json& json, const Place& place) {
    devices = {};
    if (json.is_null()) return;
    if (!json.is_array()) return read_one(json, place, folder, devices);
    if (json.empty()) place.expected("at least one kind of devices", json);
    for (std::size_t i = 0; i < json.size(); ++i) read_one(json[i], place / i, folder, devices);
  };
  parameter.value = [&devices] { return devices.values(); };
  parameters.add(std::move(parameter));
}

}  // namespace lowband
