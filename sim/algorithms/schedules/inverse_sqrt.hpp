// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/schedules/schedule.hpp"

namespace lowband {

/// learning_rate / sqrt(1 + t / timescale): the decay of O(1 / sqrt(T)) analyses of SGD.
class InverseSqrtSchedule final : public Schedule {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] double annealed(double initial, std::uint64_t t, std::uint64_t iterations) const override;

 private:
  double timescale_ = 1.0;
};

}  // namespace lowband
