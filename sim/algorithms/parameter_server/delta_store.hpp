// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "sim/base/coordinate_range.hpp"
#include "sim/base/float_buffer.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/message.hpp"

namespace lowband {

/// The values of a shard to which clients add what they have changed. They are float64, and what clients are told of
/// them float32, so that what many small numbers add up to is not lost by the rounding: a value is the initial one and
/// the sum of what was added, in the order in which it came. All runs inside Worker::compute.
class DeltaStore {
 public:
  /// Of the coordinates of `shard`, which all keys are part of; `codec` is that of what is added.
  DeltaStore(ModelCodec codec, CoordinateRange shard) : codec_(std::move(codec)), shard_(shard) {}

  void begin(const FloatBuffer& initial) { values_.assign(initial.begin(), initial.end()); }
  /// Adds what a code tells of `key`, times `weight`.
  void add(CoordinateRange key, std::span<const std::byte> code, double weight);
  /// Writes what clients are told of `key`.
  void read(CoordinateRange key, FloatBuffer& value) const;

  [[nodiscard]] std::span<const double> values() const noexcept { return values_; }
  /// Operations of add().
  [[nodiscard]] double add_flops(CoordinateRange key) const;

 private:
  [[nodiscard]] CoordinateRange place_of(CoordinateRange key) const noexcept {
    return {key.first - shard_.first, key.size};
  }

  ModelCodec codec_;
  CoordinateRange shard_;
  std::vector<double> values_;
  FloatBuffer delta_;
};

}  // namespace lowband
