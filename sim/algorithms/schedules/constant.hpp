// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/schedules/schedule.hpp"

namespace lowband {

/// The same learning rate at every step.
class ConstantSchedule final : public Schedule {
 protected:
  [[nodiscard]] double annealed(double initial, std::uint64_t /*t*/, std::uint64_t /*iterations*/) const override {
    return initial;
  }
};

}  // namespace lowband
