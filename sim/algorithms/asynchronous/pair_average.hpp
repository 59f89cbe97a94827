// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/algorithms/asynchronous/shared_model.hpp"
#include "sim/base/random.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/message.hpp"

namespace lowband {

/// How two workers average their models, one worker's side. Each tells the other of its own model, and then goes half
/// the way from what it has told to what it was told,
///
///     x_i <- x_i + (h_j - h_i) / 2;   x_j <- x_j + (h_i - h_j) / 2,
///
/// h_i being what both have in hand of x_i: in full precision x_i itself. The sum x_i + x_j stays what it was, to the
/// rounding of float32, whatever h is, and whatever changes x_i between the two (the local steps of a worker that goes
/// on meanwhile).
///
/// A side is in one exchange at a time: tell(), then take(). Both run inside Worker::compute.
class PairAverage {
 public:
  PairAverage() = default;
  PairAverage(const PairAverage&) = delete;
  PairAverage& operator=(const PairAverage&) = delete;
  PairAverage(PairAverage&&) = delete;
  PairAverage& operator=(PairAverage&&) = delete;
  virtual ~PairAverage() = default;

  /// What `peer` is told of `model`. Throws Diverged if it is not finite and cannot be encoded.
  [[nodiscard]] virtual Message tell(int peer, const SharedModel& model, Stream random) = 0;
  /// The size of what tell() returns, without content.
  [[nodiscard]] virtual Message outline() const = 0;
  /// Moves `model` half the way, `theirs` being what `peer` has told.
  virtual void take(int peer, const Message& theirs, SharedModel& model) = 0;

  /// Operations of tell() and take().
  [[nodiscard]] virtual double tell_flops() const = 0;
  [[nodiscard]] virtual double take_flops() const = 0;
};

/// The one for this codec: whole models where nothing is `compressed`, codes read with the receiver's model (Moniqua)
/// where that is how the codec is read, and else codes of differences. `initial`: every worker's model at first.
/// `consensus_step` in (0, 1]: how much of the way to the average workers go by codes of differences.
[[nodiscard]] std::unique_ptr<PairAverage> make_pair_average(bool compressed, ModelCodec codec,
                                                             const FloatBuffer& initial, float consensus_step);

}  // namespace lowband
