// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/theory/bound.hpp"

namespace lowband {

/// A bound of which only the order is known: its constants are not, so that it has no value.
class RateOnly : public Bound {
 public:
  [[nodiscard]] std::string lack(const ProblemConstants& /*problem*/,
                                 const BoundSettings& /*settings*/) const override {
    return "only its order is known, not its constants";
  }
  [[nodiscard]] std::optional<double> value(const ProblemConstants& /*problem*/,
                                            const BoundSettings& /*settings*/) const override {
    return std::nullopt;
  }
};

}  // namespace lowband
