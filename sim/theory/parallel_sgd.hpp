// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/theory/bound.hpp"

namespace lowband {

/// Parallel SGD, xbar <- xbar - gamma mean_i g_i(xbar): a descent by the mean of M independent gradients.
///
/// By smoothness, E f(xbar_{t+1}) <= E f(xbar_t) - gamma E||grad f||^2 + (L gamma^2 / 2) (E||grad f||^2 + sigma^2 / M).
/// With gamma <= 1/L the gradient's two terms are at most -(gamma / 2) E||grad f||^2; the sum over t telescopes.
class ParallelSgdBound final : public Bound {
 public:
  [[nodiscard]] std::string formula() const override { return "2 (f(x_0) - f*) / (gamma N) + L gamma sigma^2 / M"; }
  [[nodiscard]] std::vector<std::string> assumptions() const override;
  [[nodiscard]] std::string standing() const override { return "derived"; }
  [[nodiscard]] std::string lack(const ProblemConstants& problem, const BoundSettings& settings) const override;
  [[nodiscard]] std::optional<double> value(const ProblemConstants& problem,
                                            const BoundSettings& settings) const override;
};

}  // namespace lowband
