// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/periods/by_time.hpp"

#include "sim/base/quantity.hpp"

namespace lowband {

void ByTimePeriod::parameters(Parameters& parameters) {
  Parameter duration;
  duration.name = "seconds";
  duration.type = "duration";
  duration.unit = std::string("s");
  duration.help = "simulated, from one synchronisation to when a worker is ready for the next";
  duration.required = true;
  duration.schema = {{"type", {"string", "number"}}};
  duration.read = [this](const Json& json, const Place& place) { seconds_ = read_duration(json, place); };
  duration.value = [this] { return Json(seconds_); };
  parameters.add(std::move(duration));
}

std::string ByTimePeriod::text() const {
  return fmt::format("every {}, fast workers after more steps", quantity_like("1s", seconds_));
}

std::string ByTimePeriod::warning(std::uint64_t /*iterations*/) const {
  return seconds_ > 0.0 ? "" : "periods of 0 s have one local step each: they are those of \"local_steps\": 1";
}

}  // namespace lowband
