// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/jitters/jitter_source.hpp"

#include <fmt/format.h>

#include <utility>

namespace lowband {

namespace {

/// As declare_jitter() reads it.
struct ToJson {
  Json operator()(const Jitter::LogNormal& law) const { return law.sigma; }
  Json operator()(const Jitter::Exponential& /*law*/) const { return {{"distribution", "exponential"}}; }
  Json operator()(const Jitter::Pareto& law) const { return {{"distribution", "pareto"}, {"shape", law.shape}}; }
  Json operator()(const Jitter::Durations& law) const {
    return {{"distribution", "durations"}, {"durations", law.durations}};
  }
};

}  // namespace

void declare_jitter(Parameters& parameters, Jitter& jitter, std::filesystem::path folder) {
  const std::string number = fmt::format("number {}", jitter_sigmas.text());
  Parameter parameter;
  parameter.name = "jitter";
  parameter.type = fmt::format("{}, or a jitter distribution", number);
  parameter.help =
      "a random factor (mean 1) on every computation; a number: log-normal, with this standard deviation of the "
      "logarithm; see \"lowband list jitter-distributions\"";
  parameter.schema = jitter_sources().schema();
  parameter.schema["anyOf"].push_back(jitter_sigmas.schema("number"));
  parameter.schema["anyOf"].push_back({{"enum", jitter_sources().sufficient_names()}});
  parameter.read = [&jitter, folder = std::move(folder), number](const Json& json, const Place& place) {
    if (json.is_string() || json.is_object()) {
      jitter = jitter_sources().read(json, place)->make(place, folder);
    } else if (json.is_number() && jitter_sigmas.contains(json.get<double>())) {
      jitter = json.get<double>();
    } else {
      place.expected(fmt::format("a {}, or {{\"distribution\": ...}}", number), json);
    }
  };
  parameter.value = [&jitter] { return std::visit(ToJson{}, jitter.law()); };
  parameters.add(std::move(parameter));
}

}  // namespace lowband
