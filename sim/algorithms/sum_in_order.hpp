// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <span>
#include <vector>

#include "sim/base/float_buffer.hpp"

namespace lowband {

/// Weighted sums of the losses and gradients of pieces that threads finish in any order. They are added up in the order
/// of their indices, in double, so the sums are the same to the bit however many threads there are. A piece that is
/// early is kept until its turn: about as many at a time as there are other threads.
class SumInOrder {
 public:
  explicit SumInOrder(std::size_t coordinates) : gradient_(coordinates, 0.0) {}

  /// Every index from 0 on is added once, by any thread.
  void add(std::size_t index, double weight, double loss, std::span<const float> gradient);

  // --- When all have been added. ---

  [[nodiscard]] double loss() const noexcept { return loss_; }
  [[nodiscard]] const std::vector<double>& gradient() const noexcept { return gradient_; }

 private:
  struct Piece {
    double weight;
    double loss;
    FloatBuffer gradient;
  };

  void add_next(double weight, double loss, std::span<const float> gradient);

  std::mutex mutex_;
  std::size_t next_ = 0;
  std::map<std::size_t, Piece> early_;
  double loss_ = 0.0;
  std::vector<double> gradient_;
};

}  // namespace lowband
