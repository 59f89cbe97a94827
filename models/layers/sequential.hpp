// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/layers/layer.hpp"

namespace lowband {

/// Layers one after the other, each with a name, as in PyTorch.
class Sequential final : public Layer {
 public:
  /// `key`: what the list is called in an experiment file.
  explicit Sequential(std::string key = "layers") : key_(std::move(key)) {}

  /// Adds a layer; its name is by default its number, as in PyTorch.
  void add(std::string name, Named<Layer> layer);
  template <class Kind, class... Arguments>
  void add(std::string name, Arguments&&... arguments) {
    add(std::move(name), Named<Layer>("", std::make_unique<Kind>(std::forward<Arguments>(arguments)...)));
  }

  /// Declares the list of layers, each {"layer": KIND, "name": NAME, parameters...}.
  void declare(Parameters& parameters, std::string help, Parameters::Need need = Parameters::Need::optional);
  /// Reads that list.
  void read(const Json& list, const Place& place);

  /// Throws UsageError with the path of the layer that does not take what arrives: "layers/3/shortcut/0".
  Shape bind(const Shape& input) override;
  [[nodiscard]] bool has_running() const override;
  void list(const std::string& name, Inventory& inventory) const override;
  void initialise(std::span<float>& parameters, Stream& random) const override;
  void initialise_running(std::span<float>& running) const override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  struct Step {
    std::string name;
    Named<Layer> layer;
    bool is_done_before = false;  ///< a ReLU that the layer before it has taken over
  };

  std::string key_;
  std::vector<Step> steps_;
};

/// The JSON Schema of a layer in a list; lists in it refer to it as "#/$defs/layer".
[[nodiscard]] Json layer_schema();

}  // namespace lowband
