#pragma once

#include "sim/algorithms/periodic/gossip/mixing_row.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"
#include "sim/base/recycled.hpp"

namespace lowband {

/// x_i <- sum_j W_ij x_j. The model itself becomes the message, and the buffer of an old one the next model: nothing is
/// copied, nothing allocated.
class PlainGossip final : public Synchroniser {
 public:
  explicit PlainGossip(MixingRow row) : row_(std::move(row)) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  MixingRow row_;
  Recycled<FloatBuffer> sent_;
};

}  // namespace lowband
