#include "models/layers/sequential.hpp"

namespace lowband {

Shape Sequential::bind(const Shape& input) {
  Shape shape = input;
  for (auto& [name, layer] : layers_) shape = layer->bind(shape);
  return shape;
}

void Sequential::list(const std::string& name, Inventory& inventory) const {
  for (const auto& [own, layer] : layers_) layer->list(name.empty() ? own : name + "." + own, inventory);
}

void Sequential::initialise(std::span<float>& parameters, Stream& random) const {
  for (const auto& [name, layer] : layers_) layer->initialise(parameters, random);
}

void Sequential::initialise_running(std::span<float>& running) const {
  for (const auto& [name, layer] : layers_) layer->initialise_running(running);
}

Value Sequential::plan(Plan& plan, Value input) const {
  Value value = input;
  for (const auto& [name, layer] : layers_) value = layer->plan(plan, value);
  return value;
}

}  // namespace lowband
