// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/parameter_server/staleness/staleness_weight.hpp"

namespace lowband {

/// FedAsync's hinge (Xie, Koyejo & Gupta 2019, arXiv:1903.03934, section 5.2): s(tau) = 1 up to tau = b, and
/// 1 / (a (tau - b) + 1) beyond.
class HingeWeight final : public StalenessWeight {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] double weight(std::uint64_t staleness) const override;

 private:
  double slope_ = 10.0;  ///< a
  double bound_ = 4.0;   ///< b
};

}  // namespace lowband
