#include "sim/experiment/algorithm_list.hpp"

#include <utility>

namespace lowband {

void declare_algorithms(Parameters& parameters, std::vector<Named<Algorithm>>& algorithms,
                        std::function<Json(std::size_t)> settled) {
  Parameter list;
  list.name = "algorithms";
  list.type = "list of algorithms";
  list.help = "each runs in every scenario";
  list.required = true;
  list.schema = {{"type", "array"}, {"minItems", 1}, {"items", lowband::algorithms().schema()}};
  list.read = [&algorithms](const Json& json, const Place& place) {
    if (!json.is_array() || json.empty()) place.expected("a list of at least one algorithm", json);
    algorithms.clear();
    for (std::size_t i = 0; i < json.size(); ++i) {
      if (!json[i].is_object()) (place / i).expected("an algorithm: {\"name\": ..., \"paradigm\": ...}", json[i]);
      algorithms.push_back(read_named(lowband::algorithms(), json[i], place / i));
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
