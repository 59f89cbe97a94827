#pragma once

#include "sim/algorithms/gossip/replicated.hpp"
#include "sim/algorithms/synchroniser.hpp"

namespace lowband {

/// DCD-PSGD (Tang et al., NeurIPS 2018) with K local steps: the worker keeps its model y_i as it was after the last
/// synchronisation and a replica of each neighbour's, and only quantized differences travel:
/// q_i = Q(sum_j W_ij y_j + (x_i - y_i) - y_i), y_i <- y_i + q_i there and here, x_i <- y_i.
class DifferenceGossip final : public Synchroniser {
 public:
  DifferenceGossip(MixingRow row, ModelCodec codec, const FloatBuffer& initial)
      : models_(std::move(row), std::move(codec), initial) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

  /// y_i, and the y_j of the neighbours.
  [[nodiscard]] const Replicated& models() const noexcept { return models_; }

 private:
  Replicated models_;
  std::uint32_t synchronisations_ = 0;
};

}  // namespace lowband
