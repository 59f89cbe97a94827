// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <vector>

#include "sim/base/coordinate_range.hpp"
#include "sim/base/float_buffer.hpp"
#include "sim/base/random.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/message.hpp"

namespace lowband {

/// A client's copy x of what a store has, and what it knows of that, o: the store's values when it was last told of
/// them, and what it has added to them itself since. Local steps change x. Key by key the client tells of the
/// difference, is told of the store's value g, and corrects x by what others have added to it (Smola & Narayanamurthy,
/// VLDB 2010):
///
///     to the store: q = C(x - o);   o <- o + q;   then c = g - [o];   x <- x + c,   o <- o + c.
///
/// So x keeps what steps change meanwhile, and x - o is what the store has not been told of: what C has left out, too.
/// o is float64, and [o] what is left of it in float32, in which the store tells of g. So where nobody else adds
/// anything c is 0, and x moves by the client's steps alone, bit for bit.
///
/// Where nothing is learned, vectors are empty. All but outlines and operations runs inside Worker::compute.
class DeltaModel {
 public:
  /// The store begins as `initial`, too. `weight`: how often what local steps change counts.
  DeltaModel(ModelCodec codec, const FloatBuffer& initial, float weight = 1.0F)
      : codec_(std::move(codec)),
        value_(initial),
        read_(initial),
        known_(initial.begin(), initial.end()),
        weight_(weight) {}

  /// The code of what the store is to add to `key`. Throws Diverged if it is not finite and cannot be encoded.
  [[nodiscard]] Message put(CoordinateRange key, Stream random);
  /// The size of put(), without content.
  [[nodiscard]] Message outline(CoordinateRange key) const;
  /// Corrects `key`, of which the store has told after it had added what was put last.
  void take(CoordinateRange key, const Message& value);
  /// x <- x + w (y - x'), where local steps have led from x', the x that they read last, to y, and count w times; and
  /// y <- x, which is read now. With w = 1, coordinates that are still as in x' become those of y, without rounding.
  void add_progress(FloatBuffer& y);

  [[nodiscard]] double put_flops(CoordinateRange key) const;
  [[nodiscard]] static double take_flops(CoordinateRange key) { return 3.0 * static_cast<double>(key.size); }
  /// Operations of add_progress() per coordinate.
  [[nodiscard]] double progress_flops() const noexcept { return weight_ == 1.0F ? 2.0 : 3.0; }

 private:
  ModelCodec codec_;
  FloatBuffer value_;          ///< x
  FloatBuffer read_;           ///< x'
  std::vector<double> known_;  ///< o
  float weight_;               ///< w
  FloatBuffer difference_;     ///< of a key; what has become of it when it is decoded
  Recycled<Code> codes_;
};

}  // namespace lowband
