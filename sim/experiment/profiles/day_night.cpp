// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/profiles/day_night.hpp"

#include <cmath>
#include <numbers>

#include "sim/base/quantity.hpp"
#include "sim/experiment/sections.hpp"

namespace lowband {

void DayNight::parameters(Parameters& parameters) {
  parameters.number("day", day_, {.least = 0, .above = true}, "", "factor at midday");
  parameters.number("night", night_, {.least = 0, .above = true}, "", "factor at midnight");
  declare_quantity(parameters, "period", period_s_, durations(), "length of a day");
  declare_quantity(parameters, "start", start_s_, durations(), "time since midnight when the simulation begins");
  parameters.integer("steps", steps_, {.least = 2, .most = 10000}, "", "of equal length in a day");
}

StatedProfile DayNight::make(const Place& place, const ProfileUse& /*use*/) const {
  if (period_s_ <= 0.0) (place / "period").expected("a duration above 0", period_s_);
  Profile profile;
  profile.period_s = period_s_;
  for (int i = 0; i < steps_; ++i) {
    const double time = period_s_ * i / steps_;
    const double phase = 2.0 * std::numbers::pi * (time + start_s_) / period_s_;
    profile.points.push_back({time, night_ + (day_ - night_) * (1.0 - std::cos(phase)) / 2.0});
  }
  return {std::move(profile)};
}

}  // namespace lowband
