// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/parameter_server/staleness/staleness_weight.hpp"

namespace lowband {

/// s(tau) = (1 + tau)^-a: FedAsync's polynomial (Xie, Koyejo & Gupta 2019, arXiv:1903.03934, section 5.2), and with
/// a = 1/2 that of FedBuff (Nguyen et al., AISTATS 2022, arXiv:2106.06639).
class PolynomialWeight final : public StalenessWeight {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] double weight(std::uint64_t staleness) const override;

 private:
  double exponent_ = 0.5;  ///< a
};

}  // namespace lowband
