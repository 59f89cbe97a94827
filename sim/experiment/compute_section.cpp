// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/compute_section.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/experiment/jitters/jitter_source.hpp"
#include "sim/experiment/sections.hpp"

namespace lowband {

namespace {

constexpr Range slowdowns{.least = 0, .above = true};

std::vector<HostSlowdown> read_host_slowdowns(const Json& json, const Place& place) {
  std::vector<HostSlowdown> read;
  for (const auto& [match, factor] : json.items()) {
    if (!factor.is_number() || !slowdowns.contains(factor.get<double>())) {
      (place / match).expected(fmt::format("a number {}", slowdowns.text()), factor);
    }
    read.push_back({match, factor.get<double>()});
  }
  return read;
}

/// Declares "slowdown": a list, or an object by host patterns.
void declare_slowdown(Parameters& parameters, ComputeSettings& compute) {
  Parameters declared;
  declare_numbers(declared, "slowdown", compute.slowdown, slowdowns,
                  "factors by which computations take longer: one per worker; or by shell pattern of host names, "
                  "{\"edge-*\": 4}, multiplied where several match; empty: all 1");
  Parameter parameter = declared.list().front();
  parameter.type += ", or an object of them by host pattern";
  parameter.schema = {{"anyOf",
                       {std::move(parameter.schema),
                        {{"type", "object"},
                         {"properties", {{"description", {{"type", "string"}}}}},
                         {"additionalProperties", slowdowns.schema("number")}}}}};
  parameter.read = [&compute, read = std::move(parameter.read)](const Json& json, const Place& place) {
    if (json.is_object()) {
      compute.host_slowdown = read_host_slowdowns(json, place);
    } else if (json.is_array()) {
      read(json, place);
    } else {
      place.expected("a list of numbers, or an object of them by host pattern", json);
    }
  };
  parameter.value = [&compute] {
    if (compute.host_slowdown.empty()) return Json(compute.slowdown);
    Json factors = Json::object();
    for (const auto& [match, factor] : compute.host_slowdown) factors[match] = factor;
    return factors;
  };
  parameters.add(std::move(parameter));
}

}  // namespace

void declare_compute(Parameters& parameters, ComputeSection& compute, const std::filesystem::path& folder) {
  declare_object(parameters, "compute", "speed of the workers beyond that of their hosts", Parameters::Need::optional,
                 [&compute, folder](Parameters& declared) {
                   declare_slowdown(declared, compute.settings);
                   declare_devices(declared, compute.devices, folder,
                                   "that workers have: drawn at random, or over time; see \"lowband list devices\"");
                   declare_jitter(declared, compute.settings.jitter, folder);
                   declare_quantity(declared, "step_time", compute.settings.step_time_s, durations(),
                                    "of a local step, instead of its operations divided by the speed of the host");
                 });
}

}  // namespace lowband
