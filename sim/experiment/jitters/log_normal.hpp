// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/experiment/jitters/jitter_source.hpp"

namespace lowband {

/// Jitter::LogNormal: what many small disturbances that multiply come to.
class LogNormalJitter final : public JitterSource {
 public:
  void parameters(Parameters& parameters) override {
    parameters.number("sigma", sigma_, jitter_sigmas, "", "standard deviation of the logarithm",
                      Parameters::Need::required);
  }
  [[nodiscard]] Jitter make(const Place& /*place*/, const std::filesystem::path& /*folder*/) const override {
    return sigma_;
  }

 private:
  double sigma_ = 0.0;
};

}  // namespace lowband
