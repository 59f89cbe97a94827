// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "models/layers/dense.hpp"
#include "models/layers/layer.hpp"

namespace lowband {

/// A Dense layer in a network: all values of a sample, channel by channel, to `out` values. Starts as Dense does.
class Linear final : public Layer {
 public:
  explicit Linear(std::size_t out) : out_(out) {}

  void parameters(Parameters& parameters) override;
  Shape bind(const Shape& input) override;
  void list(const std::string& name, Inventory& inventory) const override;
  void initialise(std::span<float>& parameters, Stream& random) const override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  std::size_t out_;
  std::optional<Dense> dense_;
};

}  // namespace lowband
