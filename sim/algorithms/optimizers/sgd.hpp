#pragma once

#include "sim/algorithms/optimizers/optimizer.hpp"

namespace lowband {

/// PyTorch's SGD: g <- g + weight_decay x; with momentum u <- momentum u + g, and g <- u (heavy ball; Polyak 1964) or
/// g <- g + momentum u (Nesterov, as Sutskever et al., ICML 2013, write it); x <- x - learning_rate g. Its state is u.
class Sgd final : public Optimizer {
 public:
  explicit Sgd(double momentum = 0.0, bool nesterov = false) : momentum_(momentum), nesterov_(nesterov) {}

  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] std::size_t state_vectors() const override { return momentum_ == 0.0 ? 0 : 1; }
  [[nodiscard]] double flops_per_parameter(bool decays) const override;
  void step(std::span<float> model, std::span<float> gradient, std::span<float> state,
            const OptimizerStep& step) const override;

 private:
  double momentum_;
  bool nesterov_;
};

}  // namespace lowband
