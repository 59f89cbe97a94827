// SPDX-License-Identifier: Apache-2.0
#include "sim/base/seed.hpp"

#include <fmt/format.h>

#include <utility>

namespace lowband {

std::uint64_t read_seed(const Json& json, const Place& place) {
  std::uint64_t seed = 0;
  Parameters parameters;
  parameters.integer("seed", seed, seed_range, "", "");
  parameters.list().front().read(json, place);
  return seed;
}

Parameter seed_parameter(std::string name, std::optional<std::uint64_t>& seed, std::string help) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = fmt::format("integer {}", seed_range.text());
  parameter.help = std::move(help);
  parameter.schema = seed_range.schema("integer");
  parameter.schema["type"] = {"integer", "null"};
  parameter.read = [&seed](const Json& json, const Place& place) {
    seed = json.is_null() ? std::nullopt : std::optional(read_seed(json, place));
  };
  parameter.value = [&seed] { return seed ? Json(*seed) : Json(nullptr); };
  return parameter;
}

}  // namespace lowband
