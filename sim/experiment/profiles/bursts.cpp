// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/profiles/bursts.hpp"

#include <cmath>

#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"
#include "sim/experiment/sections.hpp"

namespace lowband {

namespace {

/// A manifest holds them all.
constexpr double most_bursts = 100'000.0;

void check_above_zero(double duration, const Place& place) {
  if (duration <= 0.0) place.expected("a duration above 0", duration);
}

/// Exponentially distributed. The uniform number is one of the middles of 2^24 equal parts: never 0.
double draw(Stream& stream, double mean) { return -mean * std::log(static_cast<double>(stream.uniform()) + 0x1p-25); }

}  // namespace

void Bursts::parameters(Parameters& parameters) {
  parameters.number("factor", factor_, {.least = 0, .above = true}, "", "factor during a burst; 1 in between");
  declare_quantity(parameters, "every", every_s_, durations(), "mean time from the end of a burst to the next");
  declare_quantity(parameters, "length", length_s_, durations(), "mean length of a burst");
  declare_quantity(parameters, "period", period_s_, durations(), "bursts are drawn for so long, and repeat");
  parameters.integer("seed", seed_, {.least = 0, .most = 0x1p53}, "", "decides when bursts begin and end");
}

StatedProfile Bursts::make(const Place& place, const ProfileUse& /*use*/) const {
  check_above_zero(every_s_, place / "every");
  check_above_zero(length_s_, place / "length");
  check_above_zero(period_s_, place / "period");
  if (const double longest = most_bursts * (every_s_ + length_s_); period_s_ > longest) {
    (place / "period").expected(fmt::format("at most {} s, for {} bursts", longest, most_bursts), period_s_);
  }
  Stream stream(seed_, Purpose::profile, 0, 0);
  Profile profile;
  profile.points.push_back({0.0, 1.0});
  profile.period_s = period_s_;
  bool in_burst = false;
  for (double time = draw(stream, every_s_); time <= period_s_ - clock_resolution_s;
       time += draw(stream, in_burst ? length_s_ : every_s_)) {
    in_burst = !in_burst;
    const double factor = in_burst ? factor_ : 1.0;
    if (time >= profile.points.back().time_s + clock_resolution_s) {
      profile.points.push_back({time, factor});
    } else {  // so short that the clock has not moved
      profile.points.back().factor = factor;
    }
  }
  return {std::move(profile)};
}

}  // namespace lowband
