// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/gossip/announced_gossip.hpp"
#include "sim/algorithms/periodic/gossip/replicated.hpp"

namespace lowband {

/// CHOCO-SGD (Koloskova, Stich & Jaggi, ICML 2019, arXiv:1902.00340; deep networks: ICLR 2020, arXiv:1907.09356) with
/// K local steps. Every worker has a public copy h_i of its model, 0 at first, that its neighbours hold, too:
///
///     q_i = C(x_i - h_i);   h_j <- h_j + q_j for itself and all neighbours;   x_i <- x_i + gamma sum_j W_ij (h_j -
///     h_i).
///
/// The mean of the x_i stays what it was for any C. Converges for contractions, biased or not, if gamma is small
/// enough. With gamma = 1 and C lossless it is `plain`.
class ChocoGossip final : public AnnouncedGossip {
 public:
  /// `consensus_step` is gamma, in (0, 1].
  ChocoGossip(MixingRow row, ModelCodec codec, std::size_t size, float consensus_step)
      : public_(std::move(row), std::move(codec), FloatBuffer(size, 0.0F)), consensus_step_(consensus_step) {}

  [[nodiscard]] Message announce(FloatBuffer& model, Stream random) override;
  void take(const std::vector<Message>& announcements, FloatBuffer& model) override;

 protected:
  [[nodiscard]] const Replicated& announced() const override { return public_; }
  [[nodiscard]] double announce_flops(std::size_t size) const override;
  [[nodiscard]] double take_flops(std::size_t size) const override;

 private:
  Replicated public_;
  float consensus_step_;
};

}  // namespace lowband
