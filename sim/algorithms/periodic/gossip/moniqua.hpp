// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/algorithms/periodic/gossip/mixing_row.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// Moniqua (Lu & De Sa, ICML 2020, arXiv:2002.11787) with K local steps: models are sent modulo a bound on how far
/// they are apart, and read with the receiver's own model; nothing is kept from one synchronisation to the next.
///
///     x_i <- x_i + sum_j W_ij (x~_j - x^_i),
///
/// x~_j what worker i reads of x_j's code, x^_i what it reads of its own, so that the mean is kept as far as all
/// neighbours read the same. The codec reads the receiver's vector ("modulo"). Its full-precision twin is `plain`.
class Moniqua final : public Synchroniser {
 public:
  Moniqua(MixingRow row, ModelCodec codec) : row_(std::move(row)), codec_(std::move(codec)) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  MixingRow row_;
  ModelCodec codec_;
  Recycled<Code> codes_;
  std::uint32_t synchronisations_ = 0;
};

}  // namespace lowband
