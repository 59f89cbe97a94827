#pragma once

#include <span>

#include "sim/base/float_buffer.hpp"

namespace lowband {

/// The local optimiser, as PyTorch's SGD: g <- g + weight_decay x; u <- momentum u + g; x <- x - learning_rate u. The
/// momentum stays with the worker across synchronisations.
struct SgdSettings {
  double learning_rate = 0.1;
  double momentum = 0.0;
  double weight_decay = 0.0;
};

class Sgd {
 public:
  explicit Sgd(const SgdSettings& settings) : settings_(settings) {}

  /// One step; `gradient` is used up.
  void step(std::span<float> model, std::span<float> gradient);

  /// Operations of a step per parameter.
  [[nodiscard]] double flops_per_parameter() const noexcept {
    return 2.0 + (settings_.momentum != 0.0 ? 2.0 : 0.0) + (settings_.weight_decay != 0.0 ? 2.0 : 0.0);
  }

 private:
  SgdSettings settings_;
  FloatBuffer velocity_;  ///< empty until the first step with momentum
};

}  // namespace lowband
