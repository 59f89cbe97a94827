// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/algorithms/schedules/schedule.hpp"

namespace lowband {

/// PyTorch's MultiStepLR: the learning rate times gamma^i at step t, i being the milestones that are <= t.
class StepSchedule final : public Schedule {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] std::string warning(std::uint64_t iterations) const override;

 protected:
  [[nodiscard]] double annealed(double initial, std::uint64_t t, std::uint64_t iterations) const override;

 private:
  std::vector<int> milestones_;
  double gamma_ = 0.1;
};

}  // namespace lowband
