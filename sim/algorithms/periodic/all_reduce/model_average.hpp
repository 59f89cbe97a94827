// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/all_reduce/average.hpp"
#include "sim/algorithms/periodic/all_reduce/collective.hpp"

namespace lowband {

/// x <- (1/M) sum_i w_i x_i in full precision, the weights w adding up to M. By the ring, with its chunks c, worker j
/// sends 4 (2 d - |c_{j+1}| - |c_{j+2}|) bytes and 2 (M - 1) headers per synchronisation.
class ModelAverage final : public Average {
 public:
  /// Of vectors of `size` coordinates; `weight` is this worker's w.
  ModelAverage(const Collective& collective, std::size_t size, float weight)
      : collective_(collective), size_(size), weight_(weight) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;
  [[nodiscard]] std::vector<Exchange> exchanges() const override { return {Exchange::of_floats(size_)}; }

 private:
  const Collective& collective_;
  std::size_t size_;
  float weight_;
};

}  // namespace lowband
