// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "sim/topology/mixing_matrix.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// One worker's row of the mixing matrix, and what it does with it.
class MixingRow {
 public:
  /// Of a worker that mixes with nobody.
  MixingRow() = default;
  MixingRow(const MixingMatrix& matrix, int rank)
      : self_weight_(matrix.self_weight(rank)), neighbours_(matrix.neighbours(rank)) {}

  [[nodiscard]] std::size_t degree() const noexcept { return neighbours_.size(); }

  /// Sends `message` to every neighbour and waits for one of each; returns theirs by ascending rank.
  [[nodiscard]] std::vector<Message> exchange(Worker& worker, const Message& message) const;

  /// mixed <- W_ii own + sum_j W_ij theirs_j, added in that order, neighbours by ascending rank.
  void mix(std::span<const float> own, std::span<const std::span<const float>> theirs, std::span<float> mixed) const;

  /// Operations of mix() for a model of `size` parameters.
  [[nodiscard]] double mix_flops(std::size_t size) const noexcept {
    return (2.0 * static_cast<double>(degree()) + 1.0) * static_cast<double>(size);
  }

 private:
  float self_weight_ = 1.0F;
  std::vector<MixingMatrix::Entry> neighbours_;
};

}  // namespace lowband
