// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/recorded.hpp"

#include <algorithm>
#include <array>

#include "sim/base/json.hpp"
#include "sim/experiment/evaluation_section.hpp"
#include "sim/results/json_object.hpp"

namespace lowband {

Json learning_of(const Json& manifest, const std::string& algorithm, std::uint64_t seed) {
  Json learning;
  for (const auto* key : {"lowband", "instruction_set", "data", "evaluation"}) learning[key] = manifest.at(key);
  if (manifest.contains("model_file")) learning["model_file"] = manifest.at("model_file");
  const Json& experiment = manifest.at("experiment");
  for (const auto* key : {"workers", "model", "dataset", "training"}) learning[key] = experiment.at(key);
  const Json& evaluation = experiment.at("evaluation");
  for (const auto* key : {"every", "each_worker", "clock", "stop_at_target"}) {
    if (evaluation.contains(key)) learning["evaluation"][key] = evaluation.at(key);
  }
  if (evaluation.value("stop_at_target", false)) {
    for (const auto& key : EvaluationSection::target_keys()) learning["evaluation"][key] = evaluation.at(key);
  }
  for (const auto& stated : experiment.at("algorithms")) {
    if (stated.at("name") == algorithm) learning["algorithm"] = stated;
  }
  learning["seed"] = seed;
  return learning;
}

namespace {

constexpr auto keys = {"learning", "parameters", "metrics", "worker_metrics"};

/// What the network decides. It is left out of a trace, which is the same whatever network it was recorded on.
constexpr std::array of_network = {"sim_time_s", "bytes_sent"};

template <class Row>
Json rows_to_json(const std::vector<Row>& rows) {
  Json json = Json::array();
  for (const Row& row : rows) {
    Json& stored = json.emplace_back(to_json(row));
    for (const auto* key : of_network) stored.erase(key);
  }
  return json;
}

template <class Row>
void rows_from_json(const Json& json, const Place& place, std::vector<Row>& rows) {
  for (std::size_t i = 0; i < json.size(); ++i) {
    Json stored = json[i];
    if (stored.is_object()) {
      for (const auto* key : of_network) stored[key] = 0U;
    }
    from_json(stored, place / i, rows.emplace_back());
  }
}

}  // namespace

std::string to_text(const Recorded& recorded) {
  return Json({{"learning", recorded.learning},
               {"parameters", recorded.parameters},
               {"metrics", rows_to_json(recorded.metrics)},
               {"worker_metrics", rows_to_json(recorded.worker_metrics)}})
      .dump();
}

Recorded from_text(const std::string& text, const std::filesystem::path& file) {
  const Place place(file.string());
  const Json json = parse_json(text, file.string());
  if (!json.is_object() || !std::all_of(keys.begin(), keys.end(), [&](auto key) { return json.contains(key); })) {
    place.fail("the trace does not tell what it is of");
  }
  Recorded recorded{json["learning"], 0, {}, {}};
  from_json(json["parameters"], place / "parameters", recorded.parameters);
  rows_from_json(json["metrics"], place / "metrics", recorded.metrics);
  rows_from_json(json["worker_metrics"], place / "worker_metrics", recorded.worker_metrics);
  return recorded;
}

}  // namespace lowband
