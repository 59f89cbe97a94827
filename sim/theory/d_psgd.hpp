// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/theory/rate_only.hpp"

namespace lowband {

/// D-PSGD: each step a gradient, and the mean of the neighbours' models by the mixing matrix.
class DPsgdBound final : public RateOnly {
 public:
  [[nodiscard]] std::string formula() const override { return "O(1 / sqrt(M N) + M / ((1 - rho)^2 N))"; }
  [[nodiscard]] std::vector<std::string> assumptions() const override;
  [[nodiscard]] std::string standing() const override { return "read, as quoted by Koloskova et al., ICLR 2020"; }
};

}  // namespace lowband
