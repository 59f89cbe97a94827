#pragma once

#include "sim/algorithms/gossip/mixing_row.hpp"
#include "sim/algorithms/synchroniser.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// x_i <- sum_j W_ij Q(x_j), the own model quantized like the others'. The negative control: its noise has the scale
/// of the model, whatever the learning rate, and it does not keep the mean.
class NaiveGossip final : public Synchroniser {
 public:
  NaiveGossip(MixingRow row, ModelCodec codec) : row_(std::move(row)), codec_(std::move(codec)) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  MixingRow row_;
  ModelCodec codec_;
  Recycled<Code> codes_;
  std::uint32_t synchronisations_ = 0;
};

}  // namespace lowband
