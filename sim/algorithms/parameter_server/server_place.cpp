#include "sim/algorithms/parameter_server/server_place.hpp"

#include <fmt/format.h>

#include <utility>

namespace lowband {

namespace {

constexpr auto own = "own";
constexpr auto shared = "shared";
constexpr auto expected = "\"own\", \"shared\", or a list with the name of a host";

}  // namespace

void ServerPlace::declare(Parameters& parameters) {
  Parameter parameter;
  parameter.name = "server_hosts";
  parameter.type = "own, shared, or a list with the name of a host";
  parameter.help = "where the server is";
  parameter.choices = {{own, "on the next host of the platform file that is no worker's"},
                       {shared, "on that of worker 0, whose core it shares"}};
  const Json name = {{"type", "string"}, {"minLength", 1}};
  const Json list = {{"type", "array"}, {"items", name}, {"minItems", 1}, {"maxItems", 1}};
  Json alternatives = Json::array();
  alternatives.push_back({{"enum", Json::array({own, shared})}});
  alternatives.push_back(list);
  parameter.schema = Json::object();
  parameter.schema["anyOf"] = std::move(alternatives);
  parameter.read = [this](const Json& json, const Place& place) {
    if (json == own || json == shared) {
      kind_ = json.get<std::string>();
      host_.clear();
      return;
    }
    if (!json.is_array() || json.empty()) place.expected(expected, json);
    if (json.size() > 1) {
      place.fail(fmt::format("expected one host, as the model is not cut into shards, found {}", json.size()));
    }
    const Json& found = json.front();
    if (!found.is_string() || found.get<std::string>().empty()) {
      (place / std::size_t{0}).expected("the name of a host", found);
    }
    kind_.clear();
    host_ = found.get<std::string>();
  };
  parameter.value = [this] { return kind_.empty() ? Json::array({host_}) : Json(kind_); };
  parameters.add(std::move(parameter));
}

NodePlace ServerPlace::place() const {
  NodePlace place{.role = "server", .host = host_};
  if (kind_ == shared) place.beside = 0;
  return place;
}

}  // namespace lowband
