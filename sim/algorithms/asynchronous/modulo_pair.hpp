// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/asynchronous/pair_average.hpp"
#include "sim/base/recycled.hpp"

namespace lowband {

/// Moniqua of two (Lu & De Sa, ICML 2020, arXiv:2002.11787, who have it for AD-PSGD, too): models modulo a bound on how
/// far they are apart, read with the receiver's own model; h_i is what worker i reads of its own code, h_j what it
/// reads of the other's. Nothing is kept. The sum stays as far as both read the same: while the bound holds.
class ModuloPair final : public PairAverage {
 public:
  explicit ModuloPair(ModelCodec codec) : codec_(std::move(codec)) {}

  [[nodiscard]] Message tell(int peer, const SharedModel& model, Stream random) override;
  [[nodiscard]] Message outline() const override;
  void take(int peer, const Message& theirs, SharedModel& model) override;
  [[nodiscard]] double tell_flops() const override;
  [[nodiscard]] double take_flops() const override;

 private:
  ModelCodec codec_;
  FloatBuffer own_;  ///< h_i, from tell() to take()
  Recycled<Code> codes_;
};

}  // namespace lowband
