// SPDX-License-Identifier: Apache-2.0
#include "models/layers/sequential.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/layers/activations.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

/// What a layer somewhere in lists of layers does not take.
class UnfitLayer final : public UsageError {
 public:
  UnfitLayer(const std::string& path, const std::string& reason)
      : UsageError(path + reason), path_(path), reason_(reason) {}

  [[nodiscard]] UnfitLayer below(const std::string& list) const { return {list + "/" + path_, reason_}; }

 private:
  std::string path_;
  std::string reason_;
};

/// What stands in a list besides the parameters of the layer itself.
Parameters place_in_list(std::string& name) {
  Parameters parameters;
  parameters.text("name", name, "how its tensors are called; by default its number in the list, from 0");
  return parameters;
}

}  // namespace

void Sequential::add(std::string name, Named<Layer> layer) {
  if (name.empty()) name = std::to_string(steps_.size());
  steps_.push_back({.name = std::move(name), .layer = std::move(layer)});
}

void Sequential::read(const Json& list, const Place& place) {
  if (!list.is_array()) place.expected("a list of layers", list);
  steps_.clear();
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::string name;
    auto layer = read_named(layers(), list[i], place / i, place_in_list(name));
    const bool is_taken = std::ranges::any_of(steps_, [&](const Step& step) { return step.name == name; });
    if (is_taken) (place / i / "name").fail(fmt::format("another layer of the list is called \"{}\"", name));
    add(std::move(name), std::move(layer));
  }
}

void Sequential::declare(Parameters& parameters, std::string help, Parameters::Need need) {
  Parameter parameter;
  parameter.name = key_;
  parameter.type = "list of layers";
  parameter.help = std::move(help);
  parameter.required = need == Parameters::Need::required;
  parameter.schema = {{"type", "array"}, {"items", {{"$ref", "#/$defs/layer"}}}};
  parameter.read = [this](const Json& json, const Place& place) { read(json, place); };
  parameter.value = [this] {
    Json list = Json::array();
    for (auto& step : steps_) list.push_back(values(layers(), step.layer, place_in_list(step.name)));
    return list;
  };
  parameters.add(std::move(parameter));
}

Shape Sequential::bind(const Shape& input) {
  Shape shape = input;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    Step& step = steps_[i];
    const std::string path = fmt::format("{}/{}", key_, i);
    try {
      const Shape output = step.layer->bind(shape);
      shape = {output.channels, output.height, output.width};  // no longer symbols, nor sparse
    } catch (const UnfitLayer& inner) {
      throw inner.below(path);
    } catch (const UsageError& error) {
      throw UnfitLayer(path, fmt::format(" ({}): {} values arrive; {}", step.layer.name, text(shape), error.what()));
    }
    const bool is_relu = dynamic_cast<const ReLU*>(&*step.layer) != nullptr;
    step.is_done_before = is_relu && i > 0 && steps_[i - 1].layer->take_relu();
  }
  return shape;
}

bool Sequential::has_running() const {
  return std::ranges::any_of(steps_, [](const Step& step) { return step.layer->has_running(); });
}

void Sequential::list(const std::string& name, Inventory& inventory) const {
  for (const Step& step : steps_) step.layer->list(name.empty() ? step.name : name + "." + step.name, inventory);
}

void Sequential::initialise(std::span<float>& parameters, Stream& random) const {
  for (const Step& step : steps_) step.layer->initialise(parameters, random);
}

void Sequential::initialise_running(std::span<float>& running) const {
  for (const Step& step : steps_) step.layer->initialise_running(running);
}

Value Sequential::plan(Plan& plan, Value input) const {
  Value value = input;
  for (const Step& step : steps_) {
    if (!step.is_done_before) value = step.layer->plan(plan, value);
  }
  return value;
}

Json layer_schema() {
  std::string name;
  Json schema = layers().schema(place_in_list(name));
  schema["anyOf"].push_back({{"enum", layers().sufficient_names()}});
  return schema;
}

}  // namespace lowband
