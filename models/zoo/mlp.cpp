// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/mlp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lowband {

void Mlp::parameters(Parameters& parameters) {
  parameters.integers("hidden", hidden_, {.least = 1, .most = 65536}, "widths of the hidden layers, first to last");
  std::vector<Choice> activations;
  constexpr std::array names = {"relu", "tanh", "sigmoid", "gelu", "softplus"};
  for (const auto& layer : lowband::layers().entries()) {
    if (std::ranges::find(names, layer.name) != names.end()) activations.push_back({layer.name, layer.help});
  }
  parameters.choice("activation", activation_, std::move(activations), "after each hidden layer");
}

Json Mlp::layers(const Shape& /*sample*/, const LabelShape& labels) const {
  std::vector<int> widths = hidden_;
  widths.push_back(labels.classes);
  Json list = Json::array();
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) list.push_back(activation_);
    list.push_back({{"layer", "dense"}, {"name", fmt::format("dense{}", i + 1)}, {"units", widths[i]}});
  }
  return list;
}

}  // namespace lowband
