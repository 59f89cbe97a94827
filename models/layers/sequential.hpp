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
  void add(std::string name, std::unique_ptr<Layer> layer) { layers_.push_back({std::move(name), std::move(layer)}); }
  template <class Kind, class... Arguments>
  void add(std::string name, Arguments&&... arguments) {
    add(std::move(name), std::make_unique<Kind>(std::forward<Arguments>(arguments)...));
  }

  Shape bind(const Shape& input) override;
  void list(const std::string& name, Inventory& inventory) const override;
  void initialise(std::span<float>& parameters, Stream& random) const override;
  void initialise_running(std::span<float>& running) const override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  struct Named {
    std::string name;
    std::unique_ptr<Layer> layer;
  };
  std::vector<Named> layers_;
};

}  // namespace lowband
