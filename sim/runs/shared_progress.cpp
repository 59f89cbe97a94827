// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/shared_progress.hpp"

namespace lowband {

void SharedProgress::update(std::uint64_t iteration, double sim_time_s, double train_loss) noexcept {
  constexpr auto order = std::memory_order_relaxed;
  numbers_->iteration.store(iteration, order);
  numbers_->sim_time_s.store(sim_time_s, order);
  numbers_->train_loss.store(train_loss, order);
  numbers_->has_begun.store(true, order);
}

SharedProgress::State SharedProgress::state() const noexcept {
  return {numbers_->has_begun, numbers_->iteration, numbers_->sim_time_s, numbers_->train_loss};
}

}  // namespace lowband
