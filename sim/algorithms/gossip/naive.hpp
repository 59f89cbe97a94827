#pragma once

#include "sim/algorithms/gossip/replicated.hpp"
#include "sim/algorithms/synchroniser.hpp"

namespace lowband {

/// x_i <- sum_j W_ij Q(x_j), the own model quantized like the others'. The negative control: its noise has the scale
/// of the model, whatever the learning rate, and it does not keep the mean.
class NaiveGossip final : public Synchroniser {
 public:
  NaiveGossip(MixingRow row, ModelCodec codec, std::size_t size)
      : sent_(std::move(row), std::move(codec), FloatBuffer(size, 0.0F)) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  Replicated sent_;  ///< Q(x_i) and the Q(x_j), nothing of which is kept for the next time
  std::uint32_t synchronisations_ = 0;
};

}  // namespace lowband
