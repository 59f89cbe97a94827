// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/profiles/bursts.hpp"
#include "sim/experiment/profiles/csv_profile.hpp"
#include "sim/experiment/profiles/day_night.hpp"
#include "sim/experiment/profiles/listed_points.hpp"
#include "sim/experiment/profiles/trace.hpp"

namespace lowband {

const Registry<ProfileSource>& profile_sources() {
  static const Registry<ProfileSource> registry(
      "profile", "kind",
      {{"points", "points in time, each with the factor from then on", "",
        [] { return std::make_unique<ListedPoints>(); }},
       {"day-night", "a cosine between night and day, in steps", "", [] { return std::make_unique<DayNight>(); }},
       {"bursts", "now and then another factor, at random times", "", [] { return std::make_unique<Bursts>(); }},
       {"csv", "points from a file with the columns time_s,factor", "", [] { return std::make_unique<CsvProfile>(); }},
       {"trace", "measured values over time, from CSV or JSON: they take the place of what was there", "",
        [] { return std::make_unique<Trace>(); }}});
  return registry;
}

}  // namespace lowband
