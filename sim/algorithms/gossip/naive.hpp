#pragma once

#include "sim/algorithms/gossip/mixing_row.hpp"
#include "sim/algorithms/synchroniser.hpp"
#include "sim/compression/compressor.hpp"

namespace lowband {

/// x_i <- sum_j W_ij Q(x_j), the own model quantized like the others'. The negative control: its noise has the scale
/// of the model, whatever the learning rate, and it does not keep the mean.
class NaiveGossip final : public Synchroniser {
 public:
  NaiveGossip(MixingRow row, const Compressor& codec) : row_(std::move(row)), codec_(codec) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  MixingRow row_;
  const Compressor& codec_;
  std::uint32_t synchronisations_ = 0;
};

}  // namespace lowband
