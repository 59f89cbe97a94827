// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/experiment_file.hpp"

#include "sim/base/json.hpp"

namespace lowband {

namespace {

constexpr auto description = "description";

/// Takes descriptions out of `json` and all that is in it.
void take_descriptions(Json& json, const Place& place) {
  if (json.is_object()) {
    if (const auto found = json.find(description); found != json.end()) {
      if (!found->is_string()) (place / description).expected("text", *found);
      json.erase(found);
    }
    for (auto& item : json.items()) take_descriptions(item.value(), place / item.key());
  } else if (json.is_array()) {
    for (std::size_t i = 0; i < json.size(); ++i) take_descriptions(json[i], place / i);
  }
}

}  // namespace

Json read_experiment_file(const std::string& file) {
  Json json = read_json_file(file, Comments::passed_over);
  const Place place(file);
  if (!json.is_object()) return json;
  for (auto& item : json.items()) take_descriptions(item.value(), place / item.key());
  return json;
}

}  // namespace lowband
