// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/devices/drawn_source.hpp"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/experiment/csv_column.hpp"

namespace lowband {

namespace {

constexpr Range speed_range{.least = 0, .most = 1e30, .above = true};

bool is_csv(const std::string& file) { return std::filesystem::path(file).extension() == ".csv"; }

void check_speeds(const Json& json, const Place& place) {
  if (!json.is_structured() || json.empty()) {
    place.expected("speeds of at least one device: a list of numbers, or an object of them by name", json);
  }
  for (const auto& item : json.items()) {
    const Json& speed = item.value();
    if (!speed.is_number() || !speed_range.contains(speed.get<double>())) {
      (place / item.key()).expected(fmt::format("a number {}", speed_range.text()), speed);
    }
  }
}

Json speeds_in(const std::filesystem::path& file, const std::string& column) {
  const std::string name = file.lexically_normal().string();
  Json speeds = is_csv(name) ? Json(read_csv_column(name, column, speed_range)) : read_json_file(name);
  check_speeds(speeds, Place(name));
  return speeds;
}

}  // namespace

void DrawnSource::parameters(Parameters& parameters) {
  Parameter speeds;
  speeds.name = "speeds";
  speeds.type = "list of numbers, or an object of them by name";
  speeds.help = "of the devices, in any unit; or file";
  const Json speed = speed_range.schema("number");
  speeds.schema = {{"anyOf",
                    {{{"type", "array"}, {"items", speed}, {"minItems", 1}},
                     {{"type", "object"},
                      {"properties", {{"description", {{"type", "string"}}}}},
                      {"additionalProperties", speed},
                      {"minProperties", 1}}}}};
  speeds.read = [this](const Json& json, const Place& place) {
    check_speeds(json, place);
    listed_ = json;
  };
  speeds.value = [this] { return listed_; };
  parameters.add(std::move(speeds));
  Parameter file;
  file.name = "file";
  file.type = "text";
  file.help = "relative to this file: JSON that could stand as speeds, such as benchmark scores by phone; or CSV";
  file.schema = {{"type", {"string", "null"}}, {"minLength", 1}};
  file.read = [this](const Json& json, const Place& place) {
    if (json.is_null()) return;
    if (!json.is_string() || json.get_ref<const std::string&>().empty()) place.expected("text", json);
    file_ = json.get<std::string>();
  };
  file.value = [this] { return file_ ? Json(*file_) : Json(nullptr); };
  parameters.add(std::move(file));
  parameters.text("column", column_, "of a CSV file: the one of the speeds");
  parameters.no_effect_if([this] { return file_ && is_csv(*file_) ? "" : "there is no CSV file"; });
  parameters.number("reference", reference_, speed_range, "",
                    "speed of a device that computes as fast as its worker's host; none: the median of the list");
  parameters.integer("seed", seed_, {0, std::numeric_limits<int>::max()}, "",
                     "of the draw; none: that of the run, so that with several seeds devices differ");
}

void DrawnSource::check(const Place& place) {
  if (file_.has_value() != listed_.is_null()) {
    place.fail(file_ ? "expected either \"speeds\" or a \"file\" of them, found both"
                     : "expected \"speeds\" of devices, or a \"file\" of them");
  }
}

void DrawnSource::add_to(Devices& devices, const Place& place, const std::filesystem::path& folder) const {
  if (devices.drawn) place.fail("expected one kind \"drawn\", found a second");
  try {
    devices.drawn.emplace(file_ ? speeds_in(folder / *file_, column_) : listed_, reference_, seed_);
  } catch (const UsageError& error) {
    (place / "file").fail(error.what());
  }
}

}  // namespace lowband
