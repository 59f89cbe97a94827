// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/devices/over_time_source.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "sim/base/csv_reader.hpp"
#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "sim/results/csv.hpp"

namespace lowband {

namespace {

constexpr Range factors{.least = 0, .most = 1e30};

/// Rows, collected host by host in the order in which these come first.
class Rows {
 public:
  /// Something that is wrong with a row, in one of its columns.
  struct Fault {
    std::size_t column = 0;  ///< host, time_s, factor
    std::string expected{};
  };

  /// Takes a row, or says why not.
  [[nodiscard]] std::optional<Fault> take(const std::string& host, double time_s, double factor) {
    if (host.empty()) return Fault{0, "a host, the name of one or a shell pattern"};
    if (!std::isfinite(time_s) || time_s < 0.0) return Fault{1, "a time_s of at least 0"};
    if (!factors.contains(factor)) return Fault{2, fmt::format("a factor {}", factors.text())};
    const auto [found, is_new] = index_.try_emplace(host, points_.size());
    if (is_new) points_.emplace_back(host, std::vector<Profile::Point>());
    auto& points = points_[found->second].second;
    if (!points.empty() && time_s < points.back().time_s + clock_resolution_s) {
      return Fault{1, fmt::format("a time_s above {} by {} at least, that of the row before of \"{}\"",
                                  points.back().time_s, clock_resolution_s, host)};
    }
    points.push_back({time_s, factor});
    return std::nullopt;
  }

  [[nodiscard]] HostProfiles profiles() const {
    HostProfiles profiles;
    for (const auto& [host, points] : points_) profiles.add(host, {points, std::nullopt});
    return profiles;
  }

 private:
  std::vector<std::pair<std::string, std::vector<Profile::Point>>> points_;
  std::map<std::string, std::size_t> index_;
};

HostProfiles profiles_in(const std::filesystem::path& file) {
  CsvReader csv(file, "host,time_s,factor");
  Rows rows;
  while (csv.next()) {
    std::string host;
    double time_s = 0.0;
    double factor = 0.0;
    csv.read(0, "host", host);
    csv.read(1, "time_s", time_s);
    csv.read(2, "factor", factor);
    if (const auto fault = rows.take(host, time_s, factor)) {
      csv.expected(fault->expected, fault->column == 0   ? csv_field(host)
                                    : fault->column == 1 ? csv_field(time_s)
                                                         : csv_field(factor));
    }
  }
  auto profiles = rows.profiles();
  if (profiles.empty()) csv.expected("at least one row", "none");
  return profiles;
}

HostProfiles read_rows(const Json& json, const Place& place) {
  if (!json.is_array() || json.empty()) place.expected("a list of at least one row: [[host, time, factor], ...]", json);
  Rows rows;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const Json& row = json[i];
    const Place here = place / i;
    if (!row.is_array() || row.size() != 3) here.expected("a row: [host, time, factor]", row);
    if (!row[0].is_string()) (here / std::size_t{0}).expected("text", row[0]);
    if (!row[2].is_number()) (here / std::size_t{2}).expected(fmt::format("a factor {}", factors.text()), row[2]);
    const double time_s = read_duration(row[1], here / std::size_t{1});
    if (const auto fault = rows.take(row[0].get<std::string>(), time_s, row[2].get<double>())) {
      (here / fault->column).expected(fault->expected, row[fault->column]);
    }
  }
  return rows.profiles();
}

Json rows_of(const HostProfiles& profiles) {
  Json rows = Json::array();
  for (const auto& [match, profile] : profiles.entries()) {
    for (const auto& [time_s, factor] : profile->points) rows.push_back({match, time_s, factor});
  }
  return rows;
}

}  // namespace

void OverTimeSource::parameters(Parameters& parameters) {
  Parameter rows;
  rows.name = "rows";
  rows.type = "list of [host, time, factor]";
  rows.help =
      "from that time on the factor multiplies the speed of the host, or of hosts whose names match a shell pattern; "
      "if several patterns match, their factors are multiplied; or file";
  const Json host = {{"type", "string"}, {"minLength", 1}};
  const Json time = {{"type", {"string", "number"}}};
  rows.schema = {{"type", "array"},
                 {"minItems", 1},
                 {"items",
                  {{"type", "array"},
                   {"prefixItems", Json::array({host, time, factors.schema("number")})},
                   {"minItems", 3},
                   {"maxItems", 3}}}};
  rows.read = [this](const Json& json, const Place& place) { listed_ = read_rows(json, place); };
  rows.value = [this] { return listed_ ? rows_of(*listed_) : Json(nullptr); };
  parameters.add(std::move(rows));
  Parameter file;
  file.name = "file";
  file.type = "text";
  file.help = "relative to this file: CSV with the header host,time_s,factor, and such rows";
  file.schema = {{"type", "string"}, {"minLength", 1}};
  file.read = [this](const Json& json, const Place& place) {
    if (!json.is_string() || json.get_ref<const std::string&>().empty()) place.expected("text", json);
    file_ = json.get<std::string>();
  };
  file.value = [this] { return file_ ? Json(*file_) : Json(nullptr); };
  parameters.add(std::move(file));
}

void OverTimeSource::check(const Place& place) {
  if (file_.has_value() == listed_.has_value()) {
    place.fail(file_ ? "expected either \"rows\" or a \"file\" of them, found both"
                     : "expected \"rows\", or a \"file\" of them");
  }
}

void OverTimeSource::add_to(Devices& devices, const Place& place, const std::filesystem::path& folder) const {
  if (!devices.over_time.empty()) place.fail("expected one kind \"over-time\", found a second");
  try {
    devices.over_time = file_ ? profiles_in((folder / *file_).lexically_normal()) : *listed_;
  } catch (const UsageError& error) {
    (place / "file").fail(error.what());
  }
}

Json OverTimeSource::values(const HostProfiles& profiles) {
  return {{"kind", "over-time"}, {"rows", rows_of(profiles)}};
}

}  // namespace lowband
