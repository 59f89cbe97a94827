// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/gossip/announced_gossip.hpp"
#include "sim/algorithms/periodic/gossip/replicated.hpp"

namespace lowband {

/// x_i <- sum_j W_ij Q(x_j), the own model quantized like the others'. The negative control: its noise has the scale
/// of the model, whatever the learning rate, and it does not keep the mean.
class NaiveGossip final : public AnnouncedGossip {
 public:
  NaiveGossip(MixingRow row, ModelCodec codec, std::size_t size)
      : sent_(std::move(row), std::move(codec), FloatBuffer(size, 0.0F)) {}

  [[nodiscard]] Message announce(FloatBuffer& model, Stream random) override;
  void take(const std::vector<Message>& announcements, FloatBuffer& model) override;

 protected:
  [[nodiscard]] const Replicated& announced() const override { return sent_; }
  [[nodiscard]] double announce_flops(std::size_t size) const override;
  [[nodiscard]] double take_flops(std::size_t size) const override;

 private:
  Replicated sent_;  ///< Q(x_i) and the Q(x_j), nothing of which is kept for the next time
};

}  // namespace lowband
