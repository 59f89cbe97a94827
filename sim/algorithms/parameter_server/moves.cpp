// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/moves.hpp"

#include <algorithm>

namespace lowband {

Moves::Moves(Learner& learner, int clients)
    : learner_(learner),
      share_(1.0F / static_cast<float>(clients)),
      statistics_size_(size_of(learner.exchanged_layout()) - learner.parameter_count()),
      moved_(learner.exchanged().size(), 0.0F) {
  learner.add_moves_to(moved_);
  restarted();
}

void Moves::add_statistics() {
  const auto now = statistics();
  const auto moved = std::span<float>(moved_).last(now.size());
  for (std::size_t k = 0; k < now.size(); ++k) moved[k] += share_ * (now[k] - before_[k]);
  restarted();
}

void Moves::restarted() {
  const auto now = statistics();
  before_.assign(now.begin(), now.end());
}

void Moves::take(CoordinateRange range, std::span<float> part) {
  const auto moved = range.of(std::span<float>(moved_));
  std::copy(moved.begin(), moved.end(), part.begin());
  std::fill(moved.begin(), moved.end(), 0.0F);
}

std::span<const float> Moves::statistics() const {
  return std::span<const float>(learner_.exchanged()).subspan(learner_.model().size());
}

}  // namespace lowband
