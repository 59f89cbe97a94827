// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/theory/bound.hpp"

namespace lowband {

/// Parallel restarted SGD: K local steps, then the mean of the models.
///
/// As for parallel SGD, but with gradients at the workers' own models. The step along their mean, b, gives
/// -gamma <grad f, b> = -(gamma / 2) (||grad f||^2 + ||b||^2 - ||grad f - b||^2), where for gamma <= 1/L what is left
/// of
/// ||b||^2 is not above 0, and ||grad f - b||^2 <= L^2 mean_i ||xbar - x_i||^2. A worker and the mean are apart by at
/// most K gradients each, so that E||xbar - x_i||^2 <= 2 gamma^2 (K^2 G^2 + K^2 G^2).
class PrSgdBound final : public Bound {
 public:
  [[nodiscard]] std::string formula() const override {
    return "2 (f(x_0) - f*) / (gamma N) + 4 gamma^2 K^2 G^2 L^2 + L gamma sigma^2 / M";
  }
  [[nodiscard]] std::vector<std::string> assumptions() const override;
  [[nodiscard]] std::string standing() const override { return "derived"; }
  [[nodiscard]] std::string lack(const ProblemConstants& problem, const BoundSettings& settings) const override;
  [[nodiscard]] std::optional<double> value(const ProblemConstants& problem,
                                            const BoundSettings& settings) const override;
};

}  // namespace lowband
