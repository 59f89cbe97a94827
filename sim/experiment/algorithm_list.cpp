// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/algorithm_list.hpp"

#include <utility>

#include "sim/experiment/sweeps.hpp"

namespace lowband {

void declare_algorithms(Parameters& parameters, std::vector<Named<Algorithm>>& algorithms,
                        std::vector<AlgorithmOrigin>& origins, std::function<Json(std::size_t)> settled) {
  Parameter list;
  list.name = "algorithms";
  list.type = "list of algorithms";
  list.help = "each runs in every scenario; {\"sweep\": [1, 4, 16]} instead of a value makes several algorithms of one";
  list.required = true;
  list.schema = {{"type", "array"},
                 {"minItems", 1},
                 {"items", with_sweeps(lowband::algorithms().schema())},
                 {"$defs", sweep_definitions()}};
  list.read = [&algorithms, &origins](const Json& json, const Place& place) {
    if (!json.is_array() || json.empty()) place.expected("a list of at least one algorithm", json);
    algorithms.clear();
    origins.clear();
    for (std::size_t i = 0; i < json.size(); ++i) {
      if (!json[i].is_object()) (place / i).expected("an algorithm: {\"name\": ..., \"paradigm\": ...}", json[i]);
      for (const auto& one : swept_algorithms(json[i], place / i)) {
        algorithms.push_back(read_named(lowband::algorithms(), one.json, one.place));
        origins.push_back({i, one.place});
      }
    }
  };
  list.value = [&algorithms, settled = std::move(settled)] {
    Json json = Json::array();
    for (std::size_t i = 0; i < algorithms.size(); ++i) {
      json.push_back(values(lowband::algorithms(), algorithms[i]));
      json.back().update(settled(i));
    }
    return json;
  };
  parameters.add(std::move(list));
}

}  // namespace lowband
