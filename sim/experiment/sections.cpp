// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/sections.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/base/quantity.hpp"

namespace lowband {

void declare_object(Parameters& parameters, std::string name, std::string help, Parameters::Need need,
                    std::function<void(Parameters&)> declare) {
  const auto inner = [declare = std::move(declare)] {
    Parameters declared;
    declare(declared);
    return declared;
  };
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = "object";
  parameter.help = std::move(help);
  parameter.required = need == Parameters::Need::required;
  parameter.schema = inner().schema();
  parameter.keys = inner;
  parameter.read = [inner](const Json& json, const Place& place) {
    inner().read(json, place);
    inner().check_effect(json, place);
  };
  parameter.value = [inner] { return inner().values(); };
  parameters.add(std::move(parameter));
}

void declare_numbers(Parameters& parameters, std::string name, std::vector<double>& variable, Range each,
                     std::string help) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = fmt::format("list of numbers {}", each.text());
  parameter.help = std::move(help);
  parameter.schema = {{"type", "array"}, {"items", each.schema("number")}};
  parameter.read = [&variable, each](const Json& json, const Place& place) {
    if (!json.is_array()) place.expected("a list of numbers", json);
    std::vector<double> numbers;
    for (std::size_t i = 0; i < json.size(); ++i) {
      if (!json[i].is_number() || !each.contains(json[i].get<double>())) {
        (place / i).expected(fmt::format("a number {}", each.text()), json[i]);
      }
      numbers.push_back(json[i].get<double>());
    }
    variable = std::move(numbers);
  };
  parameter.value = [&variable] { return Json(variable); };
  parameters.add(std::move(parameter));
}

const Quantity& bandwidths() {
  static const Quantity quantity{"bandwidth", read_bandwidth, exact_bandwidth};
  return quantity;
}

const Quantity& durations() {
  static const Quantity quantity{"duration", read_duration, exact_duration};
  return quantity;
}

const Quantity& latencies() {
  static const Quantity quantity{"duration", read_latency, exact_duration};
  return quantity;
}

const Quantity& speeds() {
  static const Quantity quantity{"speed", read_speed, exact_speed};
  return quantity;
}

void declare_quantity(Parameters& parameters, std::string name, std::optional<double>& variable,
                      const Quantity& quantity, std::string help) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = quantity.type;
  parameter.help = std::move(help);
  parameter.schema = {{"type", quantity.json_types}};
  parameter.schema["type"].push_back("null");
  parameter.read = [&variable, read = quantity.read](const Json& json, const Place& place) {
    if (json.is_null()) {
      variable.reset();
    } else {
      variable = read(json, place);
    }
  };
  parameter.value = [&variable, write = quantity.write] { return variable ? write(*variable) : Json(nullptr); };
  parameters.add(std::move(parameter));
}

void declare_quantity_or_range(Parameters& parameters, const std::string& name, std::optional<double>& variable,
                               const Quantity& quantity, const std::string& help) {
  Parameters declared;
  declare_quantity(declared, name, variable, quantity, help);
  Parameter parameter = declared.list().front();
  parameter.type += ", or a list of them: a scenario for each";
  parameter.schema["type"].push_back("array");
  parameter.schema["items"] = {{"type", {"string", "number"}}};  // a list of factors may hold "..." too
  parameter.schema["minItems"] = 1;
  parameters.add(std::move(parameter));
}

void declare_quantity(Parameters& parameters, std::string name, double& variable, const Quantity& quantity,
                      std::string help, Parameters::Need need) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = quantity.type;
  parameter.help = std::move(help);
  parameter.required = need == Parameters::Need::required;
  parameter.schema = {{"type", quantity.json_types}};
  parameter.read = [&variable, read = quantity.read](const Json& json, const Place& place) {
    variable = read(json, place);
  };
  parameter.value = [&variable, write = quantity.write] { return write(variable); };
  parameters.add(std::move(parameter));
}

}  // namespace lowband
