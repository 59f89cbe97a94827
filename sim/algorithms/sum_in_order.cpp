// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/sum_in_order.hpp"

namespace lowband {

void SumInOrder::add(std::size_t index, double weight, double loss, std::span<const float> gradient) {
  const std::scoped_lock lock(mutex_);
  if (index != next_) {
    early_.emplace(index, Piece{weight, loss, {gradient.begin(), gradient.end()}});
    return;
  }
  add_next(weight, loss, gradient);
  for (auto piece = early_.begin(); piece != early_.end() && piece->first == next_; piece = early_.erase(piece))
    add_next(piece->second.weight, piece->second.loss, piece->second.gradient);
}

void SumInOrder::add_next(double weight, double loss, std::span<const float> gradient) {
  loss_ += weight * loss;
  for (std::size_t k = 0; k < gradient_.size(); ++k) gradient_[k] += weight * static_cast<double>(gradient[k]);
  ++next_;
}

}  // namespace lowband
