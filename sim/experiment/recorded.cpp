#include "sim/experiment/recorded.hpp"

#include <stdexcept>

#include "sim/results/json_object.hpp"

namespace lowband {

Json learning_of(const Json& manifest, const std::string& algorithm, std::uint64_t seed) {
  Json learning;
  for (const auto* key : {"lowband", "instruction_set", "data"}) learning[key] = manifest.at(key);
  const Json& experiment = manifest.at("experiment");
  for (const auto* key : {"workers", "model", "dataset", "training", "evaluation"}) learning[key] = experiment.at(key);
  for (const auto& stated : experiment.at("algorithms")) {
    if (stated.at("name") == algorithm) learning["algorithm"] = stated;
  }
  learning["seed"] = seed;
  return learning;
}

std::string to_text(const Recorded& recorded) {
  Json json = {{"learning", recorded.learning}, {"parameters", recorded.parameters}, {"metrics", Json::array()}};
  for (const auto& row : recorded.metrics) json["metrics"].push_back(to_json(row));
  return json.dump();
}

Recorded from_text(const std::string& text, const std::filesystem::path& file) {
  const Place place(file.string());
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("learning") || !json.contains("parameters") || !json.contains("metrics")) {
    place.fail("the trace does not tell what it is of");
  }
  Recorded recorded{json["learning"], 0, {}};
  from_json(json["parameters"], place / "parameters", recorded.parameters);
  for (std::size_t i = 0; i < json["metrics"].size(); ++i) {
    from_json(json["metrics"][i], place / "metrics" / i, recorded.metrics.emplace_back());
  }
  return recorded;
}

}  // namespace lowband
