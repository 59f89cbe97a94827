// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/option_value.hpp"

#include <sstream>

#include "sim/base/json.hpp"

namespace lowband {

namespace {

/// A number where the text is one from end to end.
Json number_or_text(const std::string& text) {
  const bool may_be_number = text.find_first_not_of("+-.0123456789Ee") == std::string::npos;
  const Json json = may_be_number ? Json::parse(text, nullptr, false) : Json();
  return json.is_number() ? json : Json(text);
}

}  // namespace

Json option_value(const std::string& text, const Parameter& parameter, const Place& place) {
  const Json& type = parameter.schema.value("type", Json());
  if (type == "string") return text;
  if (type != "array") return number_or_text(text);
  if (text.starts_with('[')) return parse_json(text, (place / parameter.name).text());
  const bool of_texts = parameter.schema.value("items", Json::object()).value("type", Json()) == "string";
  Json list = Json::array();
  std::istringstream items(text);
  for (std::string item; std::getline(items, item, ',');) list.push_back(of_texts ? Json(item) : number_or_text(item));
  return list;
}

}  // namespace lowband
