#include "sim/commands/option_value.hpp"

#include <sstream>

namespace lowband {

namespace {

Json number_or_text(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  return json.is_number() ? json : Json(text);
}

}  // namespace

Json option_value(const std::string& text, const Parameter& parameter) {
  const Json& type = parameter.schema.value("type", Json());
  if (type == "string") return text;
  if (type != "array") return number_or_text(text);
  if (const Json json = Json::parse(text, nullptr, false); json.is_array()) return json;
  Json list = Json::array();
  std::istringstream items(text);
  for (std::string item; std::getline(items, item, ',');) list.push_back(number_or_text(item));
  return list;
}

}  // namespace lowband
