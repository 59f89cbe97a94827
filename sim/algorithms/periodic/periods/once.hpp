// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// One-shot averaging: workers train by themselves and synchronise when they are done (Zinkevich et al., NeurIPS 2010;
/// Zhang, De Sa, Mitliagkas & Re, arXiv:1606.07365).
class OncePeriod final : public Period {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] std::uint64_t steps(std::uint64_t /*iteration*/, std::uint64_t /*synchronisations*/) const override {
    return std::numeric_limits<std::uint64_t>::max();
  }
  [[nodiscard]] std::string text() const override { return "once, at the end"; }
};

}  // namespace lowband
