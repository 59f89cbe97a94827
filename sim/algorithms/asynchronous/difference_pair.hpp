// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "sim/algorithms/asynchronous/pair_average.hpp"
#include "sim/base/recycled.hpp"

namespace lowband {

/// Codes of differences (CHOCO-Gossip of two: Koloskova, Stich & Jaggi, ICML 2019, arXiv:1902.00340). Of every
/// neighbour both ends of the edge keep what has been told along it, at first the initial model:
///
///     q_i = C(x_i - h_i);   h_i <- h_i + q_i at both ends;   x_i <- x_i + gamma (h_j - h_i) / 2;
///
/// so what C leaves out is told later. C contracts (CodecErrors::contracted), and gamma, the consensus step, is small
/// enough for it: coarse codes with gamma = 1 drive the workers of a graph apart. Two vectors per neighbour.
class DifferencePair final : public PairAverage {
 public:
  /// `consensus_step` is gamma, in (0, 1].
  DifferencePair(ModelCodec codec, const FloatBuffer& initial, float consensus_step)
      : codec_(std::move(codec)), initial_(initial), half_step_(0.5F * consensus_step) {}

  [[nodiscard]] Message tell(int peer, const SharedModel& model, Stream random) override;
  [[nodiscard]] Message outline() const override;
  void take(int peer, const Message& theirs, SharedModel& model) override;
  [[nodiscard]] double tell_flops() const override;
  [[nodiscard]] double take_flops() const override;

 private:
  struct Told {
    FloatBuffer own;
    FloatBuffer theirs;
  };

  Told& told(int peer) { return told_.try_emplace(peer, Told{initial_, initial_}).first->second; }

  ModelCodec codec_;
  FloatBuffer initial_;
  float half_step_;
  std::map<int, Told> told_;  ///< by peer
  Recycled<Code> codes_;
};

}  // namespace lowband
