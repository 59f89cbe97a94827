// SPDX-License-Identifier: Apache-2.0
#include "sim/report/swept_values.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace lowband {

namespace {

Json algorithms_of(const ResultsFolder& results) {
  return results.manifest.value(Json::json_pointer("/experiment/algorithms"), Json::array());
}

/// Adds the paths of all values in `object`, which stands at `path`.
void add_paths(const Json& object, const std::string& path, std::vector<std::string>& paths) {
  for (const auto& [key, value] : object.items()) {
    const std::string inner = path.empty() ? key : path + '.' + key;
    if (inner == "name" || inner == "description") continue;  // of the algorithm itself
    if (value.is_object()) {
      add_paths(value, inner, paths);
    } else if (std::find(paths.begin(), paths.end(), inner) == paths.end()) {
      paths.push_back(inner);
    }
  }
}

/// The value at a dotted path; null if there is none.
const Json* find(const Json& algorithm, const std::string& path) {
  const Json* value = &algorithm;
  for (std::string_view rest = path; !rest.empty();) {
    const std::string key(rest.substr(0, rest.find('.')));
    rest.remove_prefix(std::min(rest.size(), key.size() + 1));
    if (!value->is_object() || !value->contains(key)) return nullptr;
    value = &value->at(key);
  }
  return value;
}

std::size_t distinct_values(const std::vector<Json>& algorithms, const std::string& path) {
  std::vector<Json> values;
  for (const Json& algorithm : algorithms) {
    const Json* value = find(algorithm, path);
    if (value == nullptr || std::find(values.begin(), values.end(), *value) != values.end()) continue;
    values.push_back(*value);
  }
  return values.size();
}

}  // namespace

Json algorithm_in(const ResultsFolder& results, const std::string& name) {
  for (const Json& algorithm : algorithms_of(results)) {
    if (algorithm.is_object() && algorithm.value("name", Json()) == name) return algorithm;
  }
  return {};
}

Json value_at(const Json& algorithm, const std::string& path) {
  const Json* value = find(algorithm, path);
  if (value == nullptr) return {};
  return value->is_structured() ? Json(value->dump()) : *value;
}

std::vector<std::string> swept_paths(std::span<const ResultsFolder> results) {
  std::vector<Json> algorithms;
  std::vector<std::string> paths;
  for (const auto& folder : results) {
    for (const Json& algorithm : algorithms_of(folder)) {
      if (!algorithm.is_object()) continue;
      algorithms.push_back(algorithm);
      add_paths(algorithm, "", paths);
    }
  }
  std::erase_if(paths, [&algorithms](const std::string& path) { return distinct_values(algorithms, path) < 2; });
  return paths;
}

}  // namespace lowband
