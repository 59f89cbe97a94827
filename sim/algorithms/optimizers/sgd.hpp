// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/optimizers/optimizer.hpp"

namespace lowband {

/// PyTorch's SGD: g <- g + weight_decay x; with momentum u <- momentum u + g, and g <- u (heavy ball; Polyak 1964) or
/// g <- g + momentum u (Nesterov, as Sutskever et al., ICML 2013, write it); x <- x - learning_rate g. Its state is u.
///
/// With Nesterov's momentum m the model is not Sutskever et al.'s z, but y = z + m v, to which z looks ahead along its
/// velocity v, and where gradients are taken: v <- m v - r g(z + m v); z <- z + v. With v = -r u
///
///     z = y + r m u;
///
/// for y' = y - r (g + m u') then has z' = y' + r m u' = y - r g = z + m v - r g = z + v'. Where the learning rate r
/// changes, that of the last step keeps z' = y - r g.
class Sgd final : public Optimizer {
 public:
  explicit Sgd(double momentum = 0.0, bool nesterov = false) : momentum_(momentum), nesterov_(nesterov) {}

  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] std::size_t state_vectors() const override { return momentum_ == 0.0 ? 0 : 1; }
  [[nodiscard]] double flops_per_parameter(bool decays) const override;
  void step(std::span<float> model, std::span<float> gradient, std::span<float> state,
            const OptimizerStep& step) const override;
  [[nodiscard]] bool leaves_direction() const override { return true; }
  /// z.
  void without_look_ahead(std::span<const float> model, std::span<const float> state, double learning_rate,
                          std::span<float> point) const override;
  [[nodiscard]] double look_ahead_flops_per_parameter() const override { return nesterov_ ? 2.0 : 0.0; }

 private:
  double momentum_;
  bool nesterov_;
};

}  // namespace lowband
