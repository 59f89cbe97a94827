// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/gossip/announced_gossip.hpp"
#include "sim/algorithms/periodic/gossip/replicated.hpp"

namespace lowband {

/// DeepSqueeze (Tang et al. 2019, arXiv:1907.07346) with K local steps: error-compensated gossip without replicas,
///
///     v = x_i + e_i;   q_i = C(v);   e_i <- v - q_i;   x_i <- x_i + eta sum_j W_ij (q_j - q_i),
///
/// e_i = 0 at first. The memory is part of the scheme, whatever "error_feedback" says. The mean of the x_i stays what
/// it was for any C. With C lossless it is `plain` with the lazy weights (1 - eta) I + eta W.
class DeepSqueeze final : public AnnouncedGossip {
 public:
  /// `consensus_step` is eta, in (0, 1]; `codec` has error feedback.
  DeepSqueeze(MixingRow row, ModelCodec codec, std::size_t size, float consensus_step)
      : sent_(std::move(row), std::move(codec), FloatBuffer(size, 0.0F)), consensus_step_(consensus_step) {}

  [[nodiscard]] Message announce(FloatBuffer& model, Stream random) override;
  void take(const std::vector<Message>& announcements, FloatBuffer& model) override;

 protected:
  [[nodiscard]] const Replicated& announced() const override { return sent_; }
  [[nodiscard]] double announce_flops(std::size_t size) const override;
  [[nodiscard]] double take_flops(std::size_t size) const override;

 private:
  Replicated sent_;  ///< q_i and the q_j, nothing of which is kept for the next time
  float consensus_step_;
};

}  // namespace lowband
