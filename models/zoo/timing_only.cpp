// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/timing_only.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace lowband {

namespace {

constexpr double most_parameters = 1e12;

[[noreturn]] void refuse() { throw std::logic_error("a model that is not trained was to be computed"); }

std::uint64_t read_count(const Json& json, const Place& place) {
  std::uint64_t count = 0;
  Parameters declared;
  declared.integer("", count, {.least = 1, .most = most_parameters}, "", "");
  declared.list().front().read(json, place);
  return count;
}

/// ["fc", 2048], or ["fc", [1000, 2048]].
ParameterTensor read_tensor(const Json& json, const Place& place) {
  if (!json.is_array() || json.size() != 2) {
    place.expected("the name of a tensor and its elements or shape, such as [\"conv1\", 9408]", json);
  }
  if (!json[0].is_string()) (place / 0).expected("text", json[0]);
  ParameterTensor tensor{json[0].get<std::string>(), {}};
  const Json& extents = json[1];
  if (!extents.is_array()) {
    tensor.shape.push_back(read_count(extents, place / 1));
    return tensor;
  }
  if (extents.empty()) (place / 1).expected("a shape of one extent or more", extents);
  for (std::size_t i = 0; i < extents.size(); ++i) tensor.shape.push_back(read_count(extents[i], place / 1 / i));
  return tensor;
}

Layout read_tensors(const Json& json, const Place& place) {
  Layout tensors;
  if (json.is_null()) return tensors;
  if (!json.is_array() || json.empty()) place.expected("a list of tensors", json);
  double elements = 0.0;
  for (std::size_t i = 0; i < json.size(); ++i) {
    tensors.push_back(read_tensor(json[i], place / i));
    double size = 1.0;
    for (const std::size_t extent : tensors.back().shape) size *= static_cast<double>(extent);
    elements += size;
    if (elements > most_parameters) {
      (place / i).fail(fmt::format("expected at most {} elements in all, found more", most_parameters));
    }
  }
  return tensors;
}

Json tensors_json(const Layout& tensors) {
  if (tensors.empty()) return nullptr;
  Json json = Json::array();
  for (const auto& tensor : tensors) {
    Json& one = json.emplace_back(Json::array({tensor.name}));
    one.push_back(tensor.shape.size() == 1 ? Json(tensor.shape.front()) : Json(tensor.shape));
  }
  return json;
}

}  // namespace

void TimingOnly::parameters(Parameters& parameters) {
  const Json extent = {{"type", "integer"}, {"minimum", 1}, {"maximum", most_parameters}};
  Parameter count;
  count.name = "parameters";
  count.type = fmt::format("integer from 1 to {}", most_parameters);
  count.help = "d: how many there are, in one tensor";
  count.schema = {{"anyOf", {extent, {{"type", "null"}}}}};
  count.read = [this](const Json& json, const Place& place) {
    count_ = json.is_null() ? std::nullopt : std::optional(read_count(json, place));
  };
  count.value = [this] { return count_ ? Json(*count_) : Json(nullptr); };
  parameters.add(std::move(count));

  const Json shape = {{"type", "array"}, {"minItems", 1}, {"items", extent}};
  Json tensor = {{"type", "array"}, {"minItems", 2}, {"maxItems", 2}};
  tensor["prefixItems"] = Json::array();
  tensor["prefixItems"].push_back({{"type", "string"}});
  tensor["prefixItems"].push_back({{"anyOf", {extent, shape}}});
  Parameter tensors;
  tensors.name = "tensors";
  tensors.type = "list of [name, elements] or [name, shape]";
  tensors.help = "instead of parameters: the tensors of the model, from input to output";
  tensors.schema = {{"anyOf", {{{"type", "array"}, {"minItems", 1}, {"items", tensor}}, {{"type", "null"}}}}};
  tensors.read = [this](const Json& json, const Place& place) { tensors_ = read_tensors(json, place); };
  tensors.value = [this] { return tensors_json(tensors_); };
  parameters.add(std::move(tensors));
}

void TimingOnly::check(const Place& place) {
  if (count_ && !tensors_.empty()) {
    (place / "tensors").fail("expected either \"parameters\" or \"tensors\", found both");
  }
  if (!count_ && tensors_.empty()) {
    place.fail("the key \"parameters\" is missing: how many there are, or \"tensors\" with the elements of each");
  }
}

Layout TimingOnly::layout() const {
  if (count_) return {{"parameters", {static_cast<std::size_t>(*count_)}}};
  return tensors_;
}

void TimingOnly::initialise(std::span<float> /*parameters*/, Stream /*random*/) const { refuse(); }

double TimingOnly::gradient(std::span<const float> /*parameters*/, const Batch& /*batch*/, const TrainingMode& /*mode*/,
                            std::span<float> /*gradient*/, Workspace& /*workspace*/) const {
  refuse();
}

Evaluation TimingOnly::evaluate(std::span<const float> /*parameters*/, std::span<const float> /*buffers*/,
                                const Batch& /*batch*/, Workspace& /*workspace*/) const {
  refuse();
}

double TimingOnly::gradient_flops(std::size_t samples) const {
  return 6.0 * static_cast<double>(samples) * static_cast<double>(parameter_count());
}

std::vector<double> TimingOnly::backward_flops(std::size_t samples) const {
  std::vector<double> flops;
  for (const auto& tensor : layout()) {
    flops.push_back(4.0 * static_cast<double>(samples) * static_cast<double>(tensor.size()));
  }
  return flops;
}

}  // namespace lowband
