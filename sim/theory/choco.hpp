// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/theory/bound.hpp"

namespace lowband {

/// CHOCO-SGD: gossip of compressed differences, K = 1. Its learning rate is sqrt(M / (N + 1)), and its consensus step
/// that of the paper; c = gap^2 delta / 82 is how fast its averaging contracts.
class ChocoBound final : public Bound {
 public:
  [[nodiscard]] std::string formula() const override {
    return "(4 (f(x_0) - f*) + 4 sigma^2 L) / sqrt(M (N + 1)) + 24 G^2 M L / (c^2 (N + 1)), c = (1 - rho)^2 delta / 82";
  }
  [[nodiscard]] std::vector<std::string> assumptions() const override;
  [[nodiscard]] std::string standing() const override { return "read"; }
  [[nodiscard]] std::string lack(const ProblemConstants& problem, const BoundSettings& settings) const override;
  [[nodiscard]] std::optional<double> value(const ProblemConstants& problem,
                                            const BoundSettings& settings) const override;
};

}  // namespace lowband
