// SPDX-License-Identifier: Apache-2.0
#include "sim/report/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace lowband {

namespace {

// A unit serves from the given value on: people read 90 s more easily than 1.5 min.
struct Step {
  double from;
  Unit unit;
};

constexpr std::array time_steps{Step{0.0, {1e-6, "µs"}}, Step{1e-3, {1e-3, "ms"}}, Step{1.0, {1.0, "s"}},
                                Step{120.0, {60.0, "min"}}, Step{7200.0, {3600.0, "h"}}};
constexpr std::array byte_steps{Step{0.0, {1.0, "B"}},  Step{1e3, {1e3, "kB"}},   Step{1e6, {1e6, "MB"}},
                                Step{1e9, {1e9, "GB"}}, Step{1e12, {1e12, "TB"}}, Step{1e15, {1e15, "PB"}}};
constexpr std::array bandwidth_steps{Step{0.0, {125.0, "kbps"}}, Step{125e3, {125e3, "Mbps"}},
                                     Step{125e6, {125e6, "Gbps"}}};

// What three digits would round up to the next unit is in the next unit already: 999.9 kB is 1.00 MB.
constexpr double nearly = 0.9995;

Unit unit_of(double value, std::span<const Step> steps) {
  Unit unit = steps.front().unit;
  for (const Step& step : steps) {
    if (std::abs(value) >= nearly * step.from) unit = step.unit;
  }
  return unit;
}

int decimals(double value) {
  if (value == 0.0 || !std::isfinite(value)) return 0;
  const double rounded = std::abs(value) / nearly;  // 9.999 has the digits of 10
  return std::max(0, 2 - static_cast<int>(std::floor(std::log10(rounded))));
}

}  // namespace

Unit time_unit(double seconds) { return seconds == 0.0 ? Unit{1.0, "s"} : unit_of(seconds, time_steps); }

Unit byte_unit(double bytes) { return unit_of(bytes, byte_steps); }

Unit bandwidth_unit(double bytes_per_s) { return unit_of(bytes_per_s, bandwidth_steps); }

std::string three_digits(double value) { return fmt::format("{:.{}f}", value, decimals(value)); }

std::string human_seconds(double seconds) {
  const Unit unit = time_unit(seconds);
  return fmt::format("{} {}", three_digits(seconds / unit.size), unit.symbol);
}

std::string human_bytes(double bytes) {
  const Unit unit = byte_unit(bytes);
  if (unit.size == 1.0) return fmt::format("{:.0f} {}", bytes, unit.symbol);  // there is no part of a byte
  return fmt::format("{} {}", three_digits(bytes / unit.size), unit.symbol);
}

std::string human_rate(double bytes_per_s) { return human_bytes(bytes_per_s) + "/s"; }

std::string mean_and_half_width(double mean, double half_width, Unit unit) {
  const double scaled = mean / unit.size;
  const int places = decimals(scaled);
  return fmt::format("{:.{}f} ± {:.{}f} {}", scaled, places, half_width / unit.size, places, unit.symbol);
}

}  // namespace lowband
