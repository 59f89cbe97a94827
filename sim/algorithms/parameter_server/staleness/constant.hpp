// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/parameter_server/staleness/staleness_weight.hpp"

namespace lowband {

/// s(tau) = 1.
class ConstantWeight final : public StalenessWeight {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] double weight(std::uint64_t /*staleness*/) const override { return 1.0; }
};

}  // namespace lowband
