#pragma once

#include "sim/algorithms/gossip/mixing_row.hpp"
#include "sim/algorithms/synchroniser.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// DCD-PSGD (Tang et al., NeurIPS 2018) with K local steps: the worker keeps its model y_i as it was after the last
/// synchronisation and a replica of each neighbour's, and only quantized differences travel:
/// q_i = Q(sum_j W_ij y_j + (x_i - y_i) - y_i), y_i <- y_i + q_i there and here, x_i <- y_i.
class DifferenceGossip final : public Synchroniser {
 public:
  DifferenceGossip(MixingRow row, ModelCodec codec, const FloatBuffer& initial);

  void synchronise(Worker& worker, FloatBuffer& model) override;

  /// y_j of the neighbours by ascending rank; equal bit for bit to the neighbours' own y_j after the same number of
  /// synchronisations.
  [[nodiscard]] const std::vector<FloatBuffer>& replicas() const noexcept { return replicas_; }

 private:
  /// vector <- vector + decode(message), the one way in which own model and replicas change.
  void advance(FloatBuffer& vector, const Message& message);

  MixingRow row_;
  ModelCodec codec_;
  Recycled<Code> codes_;
  FloatBuffer own_;
  std::vector<FloatBuffer> replicas_;
  FloatBuffer scratch_;
  std::uint32_t synchronisations_ = 0;
};

}  // namespace lowband
