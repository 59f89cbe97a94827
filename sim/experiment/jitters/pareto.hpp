// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/experiment/jitters/jitter_source.hpp"

namespace lowband {

/// Jitter::Pareto: most computations are somewhat faster than the mean, a few very much slower.
class ParetoJitter final : public JitterSource {
 public:
  void parameters(Parameters& parameters) override {
    parameters.number("shape", shape_, {.least = 1, .most = 1000, .above = true}, "",
                      "of the tail, the heavier the smaller; up to 2 the variance is infinite",
                      Parameters::Need::required);
  }
  [[nodiscard]] Jitter make(const Place& /*place*/, const std::filesystem::path& /*folder*/) const override {
    return Jitter(Jitter::Pareto{shape_});
  }

 private:
  double shape_ = 2.0;
};

}  // namespace lowband
