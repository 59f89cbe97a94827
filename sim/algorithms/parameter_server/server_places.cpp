// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/server_places.hpp"

#include <fmt/format.h>

#include <utility>

namespace lowband {

namespace {

constexpr auto own = "own";
constexpr auto shared = "shared";
constexpr auto expected = "\"own\", \"shared\", or a list with the name of a host for each shard";

}  // namespace

void ServerPlaces::declare(Parameters& parameters) {
  Parameter parameter;
  parameter.name = "server_hosts";
  parameter.type = "own, shared, or a list with the name of a host for each shard";
  parameter.help = "where the servers are";
  parameter.choices = {{own, "on the next hosts of the platform file that have no worker"},
                       {shared, "the server of shard i on the host of worker i, sharing its core"}};
  const Json name = {{"type", "string"}, {"minLength", 1}};
  const Json list = {{"type", "array"}, {"items", name}, {"minItems", 1}};
  Json alternatives = Json::array();
  alternatives.push_back({{"enum", Json::array({own, shared})}});
  alternatives.push_back(list);
  parameter.schema = Json::object();
  parameter.schema["anyOf"] = std::move(alternatives);
  parameter.read = [this](const Json& json, const Place& place) {
    hosts_.clear();
    if (json == own || json == shared) {
      kind_ = json.get<std::string>();
      return;
    }
    if (!json.is_array() || json.empty()) place.expected(expected, json);
    for (std::size_t i = 0; i < json.size(); ++i) {
      const Json& found = json[i];
      if (!found.is_string() || found.get<std::string>().empty()) (place / i).expected("the name of a host", found);
      hosts_.push_back(found.get<std::string>());
    }
    kind_.clear();
  };
  parameter.value = [this] { return kind_.empty() ? Json(hosts_) : Json(kind_); };
  parameters.add(std::move(parameter));
}

void ServerPlaces::check(int shards, const Place& place) const {
  const auto count = static_cast<std::size_t>(shards);
  if (!kind_.empty() || hosts_.size() == count) return;
  place.fail(fmt::format("expected {} host{}, one for each of the \"shards\", found {}", count, count == 1 ? "" : "s",
                         hosts_.size()));
}

void ServerPlaces::check_workers(int shards, int workers, const Place& place) const {
  if (kind_ != shared || shards <= workers) return;
  place.fail(
      fmt::format("{} shards cannot be on the hosts of {} workers: expected at most as many \"shards\" as workers",
                  shards, workers));
}

std::vector<NodePlace> ServerPlaces::of(int shards) const {
  std::vector<NodePlace> places(static_cast<std::size_t>(shards), NodePlace{.role = "server"});
  for (std::size_t shard = 0; shard < places.size(); ++shard) {
    if (kind_.empty()) places[shard].host = hosts_[shard];
    if (kind_ == shared) places[shard].beside = static_cast<int>(shard);
  }
  return places;
}

}  // namespace lowband
