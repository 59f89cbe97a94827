// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/profiles/listed_points.hpp"

#include "sim/base/quantity.hpp"
#include "sim/experiment/sections.hpp"

namespace lowband {

namespace {

Profile::Point read_point(const Json& json, const Place& place) {
  if (!json.is_array() || json.size() != 2) place.expected("a point: [time, factor]", json);
  const double factor = json[1].is_number() ? json[1].get<double>() : -1.0;
  if (!(factor >= 0.0)) (place / 1).expected("a factor of at least 0", json[1]);
  return {read_duration(json[0], place / 0), factor};
}

}  // namespace

void ListedPoints::parameters(Parameters& parameters) {
  Parameter points;
  points.name = "points";
  points.type = "list of [time, factor]";
  points.help = "times from 0, increasing; factors from 0, an outage; before the first point the factor is 1";
  points.required = true;
  const Json time = {{"type", {"string", "number"}}};
  const Json factor = {{"type", "number"}, {"minimum", 0}};
  points.schema = {
      {"type", "array"},
      {"minItems", 1},
      {"items", {{"type", "array"}, {"prefixItems", Json::array({time, factor})}, {"minItems", 2}, {"maxItems", 2}}}};
  points.read = [this](const Json& json, const Place& place) {
    if (!json.is_array() || json.empty()) place.expected("a list of at least one point: [[time, factor], ...]", json);
    profile_.points.clear();
    for (std::size_t i = 0; i < json.size(); ++i) {
      const auto point = read_point(json[i], place / i);
      if (i > 0 && point.time_s <= profile_.points.back().time_s) {
        (place / i / 0).expected(fmt::format("a time after {} s", profile_.points.back().time_s), json[i][0]);
      }
      profile_.points.push_back(point);
    }
  };
  points.value = [this] { return profile_json(profile_)["points"]; };
  parameters.add(std::move(points));
  declare_quantity(parameters, "period", profile_.period_s, durations(),
                   "after it the points begin anew; none: the last factor stays");
}

StatedProfile ListedPoints::make(const Place& /*place*/, const ProfileUse& /*use*/) const { return {profile_}; }

}  // namespace lowband
