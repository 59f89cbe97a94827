// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/jitters/listed_durations.hpp"

#include <utility>

#include "sim/experiment/sections.hpp"

namespace lowband {

void ListedDurations::parameters(Parameters& parameters) {
  Parameters declared;
  declare_numbers(declared, "durations", durations_, jitter_durations,
                  "of measured computations, in any unit: each is as likely, and divided by the mean of all");
  Parameter parameter = declared.list().front();
  parameter.required = true;
  parameter.schema["minItems"] = 1;
  parameter.read = [read = std::move(parameter.read)](const Json& json, const Place& place) {
    if (json.is_array() && json.empty()) place.expected("at least one duration", json);
    read(json, place);
  };
  parameters.add(std::move(parameter));
}

Jitter ListedDurations::make(const Place& /*place*/, const std::filesystem::path& /*folder*/) const {
  return Jitter(Jitter::Durations{durations_});
}

}  // namespace lowband
