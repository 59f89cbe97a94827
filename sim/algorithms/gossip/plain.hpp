#pragma once

#include "sim/algorithms/gossip/mixing_row.hpp"
#include "sim/algorithms/synchroniser.hpp"

namespace lowband {

/// x_i <- sum_j W_ij x_j. The model itself becomes the message: nothing is copied.
class PlainGossip final : public Synchroniser {
 public:
  explicit PlainGossip(MixingRow row) : row_(std::move(row)) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  MixingRow row_;
};

}  // namespace lowband
