// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/quantity_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/base/quantity.hpp"

namespace lowband {

namespace {

struct Quantity {
  std::string type;
  std::string unit;  ///< of a plain number, as SimGrid writes it
  std::function<double(const Json&, const Place&)> check;
};

/// SimGrid allows no space between number and unit.
std::string without_spaces(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

void declare(Parameters& parameters, std::string name, std::string& variable, std::string help, Quantity quantity) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = quantity.type;
  parameter.help = std::move(help);
  parameter.schema = {{"type", {"string", "number"}}};
  parameter.read = [&variable, quantity = std::move(quantity)](const Json& json, const Place& place) {
    static_cast<void>(quantity.check(json, place));
    variable = json.is_string() ? without_spaces(json.get<std::string>())
                                : fmt::format("{}{}", json.get<double>(), quantity.unit);
  };
  parameter.value = [&variable] { return variable.empty() ? Json(nullptr) : Json(variable); };
  parameters.add(std::move(parameter));
}

}  // namespace

void declare_bandwidth(Parameters& parameters, std::string name, std::string& variable, std::string help) {
  declare(parameters, std::move(name), variable, std::move(help), {"bandwidth", "Bps", read_bandwidth});
}

void declare_latency(Parameters& parameters, std::string name, std::string& variable, std::string help) {
  declare(parameters, std::move(name), variable, std::move(help), {"duration", "s", read_latency});
}

void declare_speed(Parameters& parameters, std::string name, std::string& variable, std::string help) {
  declare(parameters, std::move(name), variable, std::move(help), {"speed", "f", read_speed});
}

double seconds(const std::string& duration) { return read_duration(Json(duration), Place("duration")); }

std::string duration_text(double seconds) {
  constexpr double nanoseconds = 1e9;
  return fmt::format("{}ms", std::round(seconds * nanoseconds) / 1e6);
}

}  // namespace lowband
