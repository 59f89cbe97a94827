#include "sim/experiment/profiles/profile_source.hpp"

#include <fmt/format.h>

#include <cmath>

namespace lowband {

namespace {

/// Files and sources of any kind must keep the rules; here stands what they have in common.
void check_profile(const Profile& profile, const Place& place) {
  if (profile.points.empty()) place.fail("expected at least one point, found none");
  if (profile.period_s && *profile.period_s < clock_resolution_s) {
    (place / "period")
        .fail(fmt::format("expected a period of at least {} s, the resolution of the simulated clock, found {} s",
                          clock_resolution_s, *profile.period_s));
  }
  double last = -1.0;
  for (const auto& [time, factor] : profile.points) {
    const bool is_point = std::isfinite(time) && time >= 0.0 && std::isfinite(factor) && factor > 0.0;
    if (!is_point || time <= last) {
      place.fail(fmt::format("expected times from 0 that increase and factors above 0, found {} at {} s{}", factor,
                             time, last < 0.0 ? "" : fmt::format(" after one at {} s", last)));
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
}

}  // namespace

std::shared_ptr<const Profile> read_profile(const Json& json, const Place& place, const std::filesystem::path& folder) {
  Json stated = json;
  if (json.is_object() && !json.contains("kind")) {
    if (!json.contains("points")) {
      place.fail("expected \"points\", or a \"kind\" of profile: points, day-night, bursts, csv");
    }
    stated["kind"] = "points";
  }
  if (!json.is_object()) place.expected("a profile: {\"points\": [[time, factor], ...]} or {\"kind\": ...}", json);
  auto profile = std::make_shared<Profile>(profile_sources().read(stated, place)->make(place, folder));
  check_profile(*profile, place);
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
