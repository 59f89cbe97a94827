// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/profiles/profile_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lowband {

namespace {

/// A factor of 0 is an outage, which must be over one day: what waits for its end would wait for ever.
void check_outages(const Profile& profile, const Place& place) {
  const auto is_up = [](const auto& point) { return point.factor > 0.0; };
  if (std::none_of(profile.points.begin(), profile.points.end(), is_up)) {
    place.fail("expected a factor above 0 at some time, found an outage without an end");
  }
  if (!profile.period_s && !is_up(profile.points.back())) {
    place.fail(
        fmt::format("expected a last factor above 0, or points that repeat, found an outage without an end from "
                    "{} s on",
                    profile.points.back().time_s));
  }
}

/// Files and sources of any kind must keep the rules; here stands what they have in common.
void check_profile(const Profile& profile, Dimension dimension, const Place& place) {
  if (profile.points.empty()) place.fail("expected at least one point, found none");
  if (profile.period_s && *profile.period_s < clock_resolution_s) {
    (place / "period")
        .fail(fmt::format("expected a period of at least {} s, the resolution of the simulated clock, found {} s",
                          clock_resolution_s, *profile.period_s));
  }
  double last = -1.0;
  for (const auto& [time, factor] : profile.points) {
    const bool is_point = std::isfinite(time) && time >= 0.0 && std::isfinite(factor) && factor >= 0.0;
    if (!is_point || time <= last) {
      place.fail(fmt::format("expected times from 0 that increase and factors of at least 0, found {} at {} s{}",
                             factor, time, last < 0.0 ? "" : fmt::format(" after one at {} s", last)));
    }
    if (time < last + clock_resolution_s) {
      place.fail(
          fmt::format("expected times that are {} s apart, the resolution of the simulated clock, found {} s "
                      "after {} s",
                      clock_resolution_s, time, last));
    }
    last = time;
  }
  if (profile.period_s && *profile.period_s < last + clock_resolution_s) {
    (place / "period")
        .fail(fmt::format("expected a period beyond the last point, {} s, found {} s", last, *profile.period_s));
  }
  if (dimension != Dimension::duration) check_outages(profile, place);
}

}  // namespace

StatedProfile read_profile(const Json& json, const Place& place, const ProfileUse& use) {
  Json stated = json;
  if (json.is_object() && !json.contains("kind")) {
    if (!json.contains("points")) {
      place.fail("expected \"points\", or a \"kind\" of profile: points, day-night, bursts, csv, trace");
    }
    stated["kind"] = "points";
  }
  if (!json.is_object()) place.expected("a profile: {\"points\": [[time, factor], ...]} or {\"kind\": ...}", json);
  StatedProfile profile = profile_sources().read(stated, place)->make(place, use);
  check_profile(profile.profile, use.dimension, place);
  return profile;
}

Json profile_json(const Profile& profile) {
  Json points = Json::array();
  for (const auto& [time, factor] : profile.points) points.push_back({time, factor});
  Json json = {{"points", std::move(points)}};
  if (profile.period_s) json["period"] = *profile.period_s;
  return json;
}

Json profile_schema() {
  Json schema = profile_sources().schema();
  for (auto& one : schema["anyOf"]) {
    if (one["properties"]["kind"]["const"] == "points")
      one["required"] = Json::array({"points"});  // the kind goes without saying
  }
  return schema;
}

}  // namespace lowband
