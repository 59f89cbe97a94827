// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/profiles/csv_profile.hpp"

#include <cmath>

#include "sim/base/csv_reader.hpp"
#include "sim/base/quantity.hpp"
#include "sim/experiment/sections.hpp"
#include "sim/results/csv.hpp"

namespace lowband {

namespace {

/// Whatever is wrong is told with the line that it stands in.
std::vector<Profile::Point> read_points(const std::filesystem::path& file) {
  std::vector<Profile::Point> points;
  CsvReader csv(file, "time_s,factor");
  while (csv.next()) {
    Profile::Point point;
    csv.read(0, "time_s", point.time_s);
    csv.read(1, "factor", point.factor);
    const bool is_later = points.empty() ? point.time_s >= 0.0 : point.time_s > points.back().time_s;
    if (!is_later || !std::isfinite(point.time_s)) {
      csv.expected(points.empty() ? "a time_s of at least 0"
                                  : fmt::format("a time_s above {}, that of the line before", points.back().time_s),
                   csv_field(point.time_s));
    }
    if (!std::isfinite(point.factor) || point.factor < 0.0) {
      csv.expected("a factor of at least 0", csv_field(point.factor));
    }
    points.push_back(point);
  }
  return points;
}

}  // namespace

void CsvProfile::parameters(Parameters& parameters) {
  parameters.text("file", file_, "relative to this file; header time_s,factor", Parameters::Need::required);
  declare_quantity(parameters, "period", period_s_, durations(),
                   "after it the points begin anew; none: the last factor stays");
}

StatedProfile CsvProfile::make(const Place& place, const ProfileUse& use) const {
  try {
    return {{read_points((use.folder / file_).lexically_normal()), period_s_}};
  } catch (const UsageError& error) {
    (place / "file").fail(error.what());
  }
}

}  // namespace lowband
