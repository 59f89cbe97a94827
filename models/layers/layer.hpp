// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "models/data/shape.hpp"
#include "models/layers/plan.hpp"
#include "models/model.hpp"
#include "sim/base/component.hpp"
#include "sim/base/random.hpp"

namespace lowband {

/// The tensors of a network, in order.
struct Inventory {
  Layout parameters;
  /// By tensor of the parameters: floating-point operations per sample of the product it stands in, forward. 0 for
  /// biases and scales, whose work is linear in an activation's size.
  std::vector<double> product_flops;
  Layout running;
};

/// A part of a network: a differentiable function of one activation. It describes, and holds neither what is learned
/// nor activations; what is executed, it adds to a Plan.
class Layer : public Component {
 public:
  void parameters(Parameters& /*parameters*/) override {}

  /// Fixes the shape of its inputs and returns that of its outputs. Called once, before everything below. Throws
  /// UsageError that says what it takes, if that is not what arrives.
  virtual Shape bind(const Shape& input) = 0;

  /// Takes over a ReLU that follows it, from now on, if it can do that in the same pass over memory.
  [[nodiscard]] virtual bool take_relu() { return false; }
  /// Whether it has running statistics, known before bind().
  [[nodiscard]] virtual bool has_running() const { return false; }

  /// Appends its tensors, each called `name` and what it is: "conv1" has "conv1.weight".
  virtual void list(const std::string& /*name*/, Inventory& /*inventory*/) const {}
  /// Writes the initial parameters that it lists, and steps over them.
  virtual void initialise(std::span<float>& /*parameters*/, Stream& /*random*/) const {}
  /// Writes the initial running statistics that it lists, and steps over them.
  virtual void initialise_running(std::span<float>& /*running*/) const {}

  /// Adds what it does to `input`, and returns the output.
  [[nodiscard]] virtual Value plan(Plan& plan, Value input) const = 0;
};

/// The first `count` of `rest`, which begins after them from now on.
template <class T>
[[nodiscard]] std::span<T> take(std::span<T>& rest, std::size_t count) {
  const auto taken = rest.first(count);
  rest = rest.subspan(count);
  return taken;
}

[[nodiscard]] const Registry<Layer>& layers();

/// "16 x 8 x 8": channels, height and width.
[[nodiscard]] std::string text(const Shape& shape);

}  // namespace lowband
