#include "sim/experiment/devices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/random.hpp"
#include "sim/experiment/csv_column.hpp"

namespace lowband {

namespace {

constexpr Range speed_range{.least = 0, .most = 1e30, .above = true};

bool is_csv(const std::string& file) { return std::filesystem::path(file).extension() == ".csv"; }

/// The middle one, or the mean of the two in the middle.
double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
}

}  // namespace

void Devices::declare_keys(Parameters& parameters, const std::filesystem::path& folder) {
  folder_ = folder;
  Parameter speeds;
  speeds.name = "speeds";
  speeds.type = "list of numbers, or an object of them by name";
  speeds.help = "of the devices, in any unit; or file";
  const Json speed = speed_range.schema("number");
  speeds.schema = {{"anyOf",
                    {{{"type", "array"}, {"items", speed}, {"minItems", 1}},
                     {{"type", "object"}, {"additionalProperties", speed}, {"minProperties", 1}}}}};
  speeds.read = [this](const Json& json, const Place& place) { take_speeds(json, place); };
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

void Devices::take_speeds(const Json& json, const Place& place) {
  if (!json.is_structured() || json.empty()) {
    place.expected("speeds of at least one device: a list of numbers, or an object of them by name", json);
  }
  listed_ = json;
  speeds_.clear();
  for (const auto& item : json.items()) {
    const Json& speed = item.value();
    if (!speed.is_number() || !speed_range.contains(speed.get<double>())) {
      (place / item.key()).expected(fmt::format("a number {}", speed_range.text()), speed);
    }
    speeds_.push_back(speed.get<double>());
  }
}

void Devices::check(const Place& place) {
  if (file_.has_value() != speeds_.empty()) {
    place.fail(file_ ? "expected either \"speeds\" or a \"file\" of them, found both"
                     : "expected \"speeds\" of devices, or a \"file\" of them");
  }
  if (file_) {
    const std::string path = (folder_ / *file_).lexically_normal().string();
    try {
      take_speeds(is_csv(*file_) ? Json(read_csv_column(path, column_, speed_range)) : read_json_file(path),
                  Place(path));
    } catch (const UsageError& error) {
      (place / "file").fail(error.what());
    }
  }
  if (!reference_) reference_ = median(speeds_);
}

double Devices::slowdown_of(std::uint32_t worker, std::uint64_t run_seed) const {
  if (is_empty()) return 1.0;
  const std::uint64_t seed = seed_ ? static_cast<std::uint64_t>(*seed_) : run_seed;
  Stream random(seed, Purpose::devices, worker, 0);
  return *reference_ / speeds_[random.below(static_cast<std::uint32_t>(speeds_.size()))];
}

Json Devices::values() const {
  if (is_empty()) return nullptr;
  return {{"speeds", listed_}, {"reference", *reference_}, {"seed", seed_ ? Json(*seed_) : Json(nullptr)}};
}

void declare_devices(Parameters& parameters, Devices& devices, const std::filesystem::path& folder) {
  const auto keys = [&devices, folder] {
    Parameters declared;
    devices.declare_keys(declared, folder);
    return declared;
  };
  Parameter parameter;
  parameter.name = "devices";
  parameter.type = "object";
  parameter.help = "devices of which each worker is one, drawn at random, in place of hosts that are all alike";
  parameter.schema = {{"anyOf", {keys().schema(), {{"type", "null"}}}}};
  parameter.keys = keys;
  parameter.read = [&devices, keys](const Json& json, const Place& place) {
    devices = {};
    if (json.is_null()) return;
    const Parameters declared = keys();
    declared.read(json, place);
    declared.check_effect(json, place);
    devices.check(place);
  };
  parameter.value = [&devices] { return devices.values(); };
  parameters.add(std::move(parameter));
}

}  // namespace lowband
