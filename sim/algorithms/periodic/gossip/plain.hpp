// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/gossip/mixing_row.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"
#include "sim/base/recycled.hpp"

namespace lowband {

/// x_i <- sum_j W_ij x_j. The model itself becomes the message, and the buffer of an old one the next model: nothing is
/// copied, nothing allocated.
class PlainGossip final : public Synchroniser {
 public:
  /// Of models of `size` coordinates.
  PlainGossip(MixingRow row, std::size_t size) : row_(std::move(row)), size_(size) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  MixingRow row_;
  std::size_t size_;
  Recycled<FloatBuffer> sent_;
};

}  // namespace lowband
