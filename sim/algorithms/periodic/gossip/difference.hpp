// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/gossip/announced_gossip.hpp"
#include "sim/algorithms/periodic/gossip/replicated.hpp"

namespace lowband {

/// DCD-PSGD (Tang et al., NeurIPS 2018) with K local steps: the worker keeps its model y_i as it was after the last
/// synchronisation and a replica of each neighbour's, and only quantized differences travel:
/// q_i = Q(sum_j W_ij y_j + (x_i - y_i) - y_i), y_i <- y_i + q_i there and here, x_i <- y_i.
class DifferenceGossip final : public AnnouncedGossip {
 public:
  DifferenceGossip(MixingRow row, ModelCodec codec, const FloatBuffer& initial)
      : models_(std::move(row), std::move(codec), initial) {}

  [[nodiscard]] Message announce(FloatBuffer& model, Stream random) override;
  void take(const std::vector<Message>& announcements, FloatBuffer& model) override;

  /// y_i, and the y_j of the neighbours.
  [[nodiscard]] const Replicated& models() const noexcept { return models_; }

 protected:
  [[nodiscard]] const Replicated& announced() const override { return models_; }
  [[nodiscard]] double announce_flops(std::size_t size) const override;
  [[nodiscard]] double take_flops(std::size_t size) const override;

 private:
  Replicated models_;
};

}  // namespace lowband
