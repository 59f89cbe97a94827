// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/vgg.hpp"

#include <fmt/format.h>

namespace lowband {

std::unique_ptr<Model> Vgg::vgg11() {
  return std::make_unique<Vgg>(std::vector<std::vector<std::size_t>>{{64}, {128}, {256, 256}, {512, 512}, {512, 512}});
}

std::unique_ptr<Model> Vgg::vgg16() {
  return std::make_unique<Vgg>(
      std::vector<std::vector<std::size_t>>{{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}});
}

void Vgg::parameters(Parameters& parameters) {
  parameters.number("dropout", dropout_, {.least = 0.0, .most = 0.99}, "", "rate of dropout before the dense layer");
}

Json Vgg::layers(const Shape& /*sample*/, const LabelShape& labels) const {
  Json list = Json::array();
  const auto add = [&](const char* layer, const Json& parameters) {
    Json& added = list.emplace_back(Json{{"layer", layer}, {"name", fmt::format("features.{}", list.size())}});
    added.update(parameters);
  };
  for (const auto& group : groups_) {
    for (const std::size_t channels : group) {
      add("convolution", {{"channels", channels}, {"kernel", 3}, {"padding", 1}});
      add("batch-normalisation", Json::object());
      add("relu", Json::object());
    }
    add("max-pooling", {{"kernel", 2}});
  }
  if (dropout_ > 0.0) list.push_back({{"layer", "dropout"}, {"rate", dropout_}});
  list.push_back({{"layer", "dense"}, {"name", "classifier"}, {"units", labels.classes}});
  return list;
}

}  // namespace lowband
