// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/algorithms/schedules/schedule.hpp"

namespace lowband {

/// PyTorch's CosineAnnealingLR (Loshchilov & Hutter, SGDR, ICLR 2017, without restarts), in its closed form:
/// eta_min + (learning_rate - eta_min) (1 + cos(pi t / T_max)) / 2. Beyond T_max it rises again, as PyTorch's does.
class CosineSchedule final : public Schedule {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] double annealed(double initial, std::uint64_t t, std::uint64_t iterations) const override;

 private:
  std::optional<int> half_period_;  ///< T_max; N without
  double eta_min_ = 0.0;
};

}  // namespace lowband
