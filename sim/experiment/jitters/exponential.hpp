// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/experiment/jitters/jitter_source.hpp"

namespace lowband {

/// Jitter::Exponential: computation times as queueing theory has them.
class ExponentialJitter final : public JitterSource {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] Jitter make(const Place& /*place*/, const std::filesystem::path& /*folder*/) const override {
    return Jitter(Jitter::Exponential{});
  }
};

}  // namespace lowband
