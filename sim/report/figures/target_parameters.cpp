// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/target_parameters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lowband {

namespace {

Parameter targets_parameter(TargetOptions& options) {
  Parameter parameter;
  parameter.name = "target";
  parameter.type = "list of METRIC=NUMBER";
  parameter.help = "so much of a metric, or better, instead of the experiment's target: see \"lowband list metrics\"";
  parameter.schema = {{"type", "array"}, {"items", {{"type", "string"}}}};
  parameter.read = [&options](const Json& json, const Place& place) {
    if (!json.is_array()) place.expected("a list", json);
    options.targets = json.get<std::vector<std::string>>();
  };
  parameter.value = [&options] { return options.targets.empty() ? Json() : Json(options.targets); };
  return parameter;
}

Parameter of_parameter(TargetOptions& options) {
  Parameter parameter;
  parameter.name = "of";
  parameter.type = fmt::format("{}", fmt::join(target_of_names(), ", "));
  parameter.help = "whose figure counts, instead of the experiment's choice; for workers their mean";
  parameter.schema = {{"type", "string"}};
  parameter.read = [&options](const Json& json, const Place& place) {
    if (!json.is_string()) place.expected("a name", json);
    options.of = json.get<std::string>();
  };
  parameter.value = [&options] { return options.of ? Json(*options.of) : Json(); };
  return parameter;
}

Parameter hold_parameter(TargetOptions& options) {
  constexpr Range range{.least = 1.0};
  Parameter parameter;
  parameter.name = "hold";
  parameter.type = "integer " + range.text();
  parameter.help = "evaluations in a row for which the target must hold, instead of the experiment's";
  parameter.schema = range.schema("integer");
  parameter.read = [&options, type = parameter.type](const Json& json, const Place& place) {
    if (!json.is_number_integer() || json.get<double>() < 1.0) place.expected(type, json);
    options.hold = json.get<std::uint64_t>();
  };
  parameter.value = [&options] { return options.hold ? Json(*options.hold) : Json(); };
  return parameter;
}

}  // namespace

void declare_target(Parameters& parameters, TargetOptions& options) {
  parameters.add(targets_parameter(options));
  parameters.add(of_parameter(options));
  parameters.add(hold_parameter(options));
}

}  // namespace lowband
