// SPDX-License-Identifier: Apache-2.0
#include "sim/base/parameters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

std::string with_range(std::string_view article_and_type, const Range& range) {
  const std::string text = range.text();
  return text.empty() ? std::string(article_and_type) : fmt::format("{} {}", article_and_type, text);
}

/// The part of `range` that Integer can hold; what a component states need not repeat the limits of its variable.
template <class Integer>
Range representable(const Range& range) {
  Range limited = range;
  limited.least = std::max(range.least, static_cast<double>(std::numeric_limits<Integer>::min()));
  limited.most = std::min(range.most, static_cast<double>(std::numeric_limits<Integer>::max()));
  return limited;
}

/// Whole numbers written as 1e3 or 4.0 are integers too, up to the 2^53 beyond which a double skips some.
template <class Integer>
Integer read_integer(const Json& json, const Place& place, const Range& range) {
  if (!json.is_number() || !range.contains(json.get<double>())) place.expected(with_range("an integer", range), json);
  if (json.is_number_float()) {
    const double value = json.get<double>();
    if (std::nearbyint(value) == value && std::abs(value) <= 0x1p53) {
      return read_integer<Integer>(Json(static_cast<std::int64_t>(value)), place, range);
    }
  } else if (json.is_number_unsigned() ? std::in_range<Integer>(json.get<std::uint64_t>())
                                       : std::in_range<Integer>(json.get<std::int64_t>())) {
    return json.get<Integer>();
  }
  place.expected(with_range("an integer", representable<Integer>(range)), json);
}

double read_number(const Json& json, const Place& place, const Range& range) {
  if (!json.is_number() || !range.contains(json.get<double>())) place.expected(with_range("a number", range), json);
  return json.get<double>();
}

template <class Integer>
Parameter integer_parameter(std::string name, Integer& variable, Range range, std::string unit, std::string help) {
  if constexpr (std::is_unsigned_v<Integer>) range.least = std::max(range.least, 0.0);
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = with_range("integer", range);
  parameter.unit = std::move(unit);
  parameter.help = std::move(help);
  parameter.schema = range.schema("integer");
  parameter.read = [&variable, range](const Json& json, const Place& place) {
    variable = read_integer<Integer>(json, place, range);
  };
  parameter.value = [&variable] { return Json(variable); };
  return parameter;
}

/// The same parameter, of which null means "none".
template <class Value>
Parameter nullable(Parameter parameter, std::optional<Value>& variable,
                   std::function<Value(const Json&, const Place&)> read) {
  // One after the other: Clang 14 forgets to destroy a copy in a nested initializer list.
  Json alternatives = Json::array();
  alternatives.push_back(std::move(parameter.schema));
  alternatives.push_back({{"type", "null"}});
  parameter.schema = Json::object();
  parameter.schema["anyOf"] = std::move(alternatives);
  parameter.read = [&variable, read = std::move(read)](const Json& json, const Place& place) {
    if (json.is_null()) {
      variable.reset();
    } else {
      variable = read(json, place);
    }
  };
  parameter.value = [&variable] { return variable ? Json(*variable) : Json(nullptr); };
  return parameter;
}

bool is_off(const Json& value) { return value.is_null() || value == false || value == 0; }

std::string why_without_effect(const Parameter& parameter) { return parameter.no_effect ? parameter.no_effect() : ""; }

}  // namespace

std::string Range::text() const {
  const bool has_least = std::isfinite(least);
  const bool has_most = std::isfinite(most);
  if (has_least && has_most)
    return fmt::format("{} {} {} {}", above ? "above" : "from", least, above ? "up to" : "to", most);
  if (has_least) return fmt::format("{} {}", above ? "above" : "at least", least);
  if (has_most) return fmt::format("at most {}", most);
  return "";
}

Json Range::schema(std::string_view type) const {
  Json schema = {{"type", type}};
  if (std::isfinite(least)) schema[above ? "exclusiveMinimum" : "minimum"] = least;
  if (std::isfinite(most)) schema["maximum"] = most;
  return schema;
}

void Parameters::add(Parameter parameter) {
  parameter.schema["description"] =
      parameter.unit.empty() ? parameter.help : fmt::format("{} [{}]", parameter.help, parameter.unit);
  parameters_.push_back(std::move(parameter));
}

void Parameters::integer(std::string name, int& variable, Range range, std::string unit, std::string help, Need need) {
  auto parameter = integer_parameter(std::move(name), variable, range, std::move(unit), std::move(help));
  parameter.required = need == Need::required;
  add(std::move(parameter));
}

void Parameters::integer(std::string name, std::uint64_t& variable, Range range, std::string unit, std::string help,
                         Need need) {
  auto parameter = integer_parameter(std::move(name), variable, range, std::move(unit), std::move(help));
  parameter.required = need == Need::required;
  add(std::move(parameter));
}

void Parameters::integer(std::string name, std::optional<int>& variable, Range range, std::string unit,
                         std::string help) {
  int unused = 0;  // only the statement is taken over; what reads and shows the value is replaced
  add(nullable<int>(integer_parameter(std::move(name), unused, range, std::move(unit), std::move(help)), variable,
                    [range](const Json& json, const Place& place) { return read_integer<int>(json, place, range); }));
}

void Parameters::number(std::string name, double& variable, Range range, std::string unit, std::string help,
                        Need need) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = with_range("number", range);
  parameter.unit = std::move(unit);
  parameter.help = std::move(help);
  parameter.required = need == Need::required;
  parameter.schema = range.schema("number");
  parameter.read = [&variable, range](const Json& json, const Place& place) {
    variable = read_number(json, place, range);
  };
  parameter.value = [&variable] { return Json(variable); };
  add(std::move(parameter));
}

void Parameters::number(std::string name, std::optional<double>& variable, Range range, std::string unit,
                        std::string help) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = with_range("number", range);
  parameter.unit = std::move(unit);
  parameter.help = std::move(help);
  parameter.schema = range.schema("number");
  add(nullable<double>(std::move(parameter), variable,
                       [range](const Json& json, const Place& place) { return read_number(json, place, range); }));
}

void Parameters::flag(std::string name, bool& variable, std::string help) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = "true or false";
  parameter.help = std::move(help);
  parameter.schema = {{"type", "boolean"}};
  parameter.read = [&variable](const Json& json, const Place& place) {
    if (!json.is_boolean()) place.expected("true or false", json);
    variable = json.get<bool>();
  };
  parameter.value = [&variable] { return Json(variable); };
  add(std::move(parameter));
}

void Parameters::text(std::string name, std::string& variable, std::string help, Need need) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = "text";
  parameter.help = std::move(help);
  parameter.required = need == Need::required;
  parameter.schema = {{"type", "string"}};
  // What is "" unless given may be given as "": so it stands among resolved values, which are read again.
  const bool may_be_empty = !parameter.required && variable.empty();
  if (!may_be_empty) parameter.schema["minLength"] = 1;
  parameter.read = [&variable, may_be_empty](const Json& json, const Place& place) {
    if (!json.is_string() || (!may_be_empty && json.get_ref<const std::string&>().empty()))
      place.expected("text", json);
    variable = json.get<std::string>();
  };
  parameter.value = [&variable] { return Json(variable); };
  add(std::move(parameter));
}

void Parameters::choice(std::string name, std::string& variable, std::vector<Choice> choices, std::string help) {
  std::vector<std::string> names;
  for (const auto& choice : choices) names.push_back(choice.name);
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = fmt::format("one of {}", fmt::join(names, ", "));
  parameter.help = std::move(help);
  parameter.schema = {{"enum", names}};
  parameter.choices = std::move(choices);
  parameter.read = [&variable, names = std::move(names)](const Json& json, const Place& place) {
    if (!json.is_string() || std::find(names.begin(), names.end(), json.get<std::string>()) == names.end()) {
      const std::string wanted = json.is_string() ? json.get<std::string>() : "";
      place.expected(fmt::format("one of {}", fmt::join(names, ", ")), json, suggestion(wanted, names));
    }
    variable = json.get<std::string>();
  };
  parameter.value = [&variable] { return Json(variable); };
  add(std::move(parameter));
}

void Parameters::integers(std::string name, std::vector<int>& variable, Range each, std::string help) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = fmt::format("list of {}", with_range("integers", each));
  parameter.help = std::move(help);
  parameter.schema = {{"type", "array"}, {"items", each.schema("integer")}};
  parameter.read = [&variable, each](const Json& json, const Place& place) {
    if (!json.is_array()) place.expected("a list of integers", json);
    std::vector<int> values;
    for (std::size_t i = 0; i < json.size(); ++i) values.push_back(read_integer<int>(json[i], place / i, each));
    variable = std::move(values);
  };
  parameter.value = [&variable] { return Json(variable); };
  add(std::move(parameter));
}

void Parameters::texts(std::string name, std::vector<std::string>& variable, std::string help) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = "list of texts";
  parameter.help = std::move(help);
  parameter.schema = {{"type", "array"}, {"items", {{"type", "string"}, {"minLength", 1}}}};
  parameter.read = [&variable](const Json& json, const Place& place) {
    if (!json.is_array()) place.expected("a list of texts", json);
    std::vector<std::string> values;
    for (std::size_t i = 0; i < json.size(); ++i) {
      if (!json[i].is_string() || json[i].get_ref<const std::string&>().empty()) (place / i).expected("text", json[i]);
      values.push_back(json[i].get<std::string>());
    }
    variable = std::move(values);
  };
  parameter.value = [&variable] { return Json(variable); };
  add(std::move(parameter));
}

void Parameters::read(const Json& object, const Place& place, const std::vector<std::string>& also) const {
  if (!object.is_object()) place.expected("an object", object);
  std::vector<std::string> known = also;
  for (const auto& parameter : parameters_) known.push_back(parameter.name);
  for (const auto& item : object.items()) {
    if (std::find(known.begin(), known.end(), item.key()) == known.end()) {
      (place / item.key()).fail(fmt::format("unknown key{}", did_you_mean(item.key(), known)));
    }
  }
  for (const auto& parameter : parameters_) {
    if (object.contains(parameter.name)) {
      parameter.read(object.at(parameter.name), place / parameter.name);
    } else if (parameter.required) {
      place.fail(fmt::format("the key \"{}\" is missing: {}", parameter.name, parameter.help));
    }
  }
}

void Parameters::no_effect_if(std::function<std::string()> reason) { parameters_.back().no_effect = std::move(reason); }

void Parameters::check_effect(const Json& object, const Place& place) const {
  for (const auto& parameter : parameters_) {
    const auto given = object.find(parameter.name);
    if (given == object.end() || is_off(*given)) continue;
    if (const std::string reason = why_without_effect(parameter); !reason.empty()) {
      (place / parameter.name).fail("has no effect: " + reason);
    }
  }
}

Json Parameters::values() const {
  Json json = Json::object();
  for (const auto& parameter : parameters_) {
    if (why_without_effect(parameter).empty()) json[parameter.name] = parameter.value();
  }
  return json;
}

Json Parameters::schema() const {
  Json schema = {{"type", "object"}, {"properties", Json::object()}, {"required", Json::array()}};
  schema["additionalProperties"] = false;
  for (const auto& parameter : parameters_) {
    Json property = parameter.schema;
    if (const Json standard = parameter.value(); !parameter.required && !standard.is_null())
      property["default"] = standard;
    schema["properties"][parameter.name] = std::move(property);
    if (parameter.required) schema["required"].push_back(parameter.name);
  }
  schema["properties"].emplace("description", Json{{"type", "string"}});  // of any object of an experiment file
  return schema;
}

}  // namespace lowband
