// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/base/coordinate_range.hpp"
#include "sim/world/message.hpp"

namespace lowband {

/// A vector that all workers reduce (add up, say), on one worker: it holds the partial result of this worker and of
/// those whose partial results it was given. What travels, and in which form, is its matter; who sends what to whom is
/// that of the Collective. add() and partial() run inside Worker::compute.
class Reduction {
 public:
  explicit Reduction(std::size_t size) : size_(size) {}
  Reduction(const Reduction&) = delete;
  Reduction& operator=(const Reduction&) = delete;
  Reduction(Reduction&&) = delete;
  Reduction& operator=(Reduction&&) = delete;
  virtual ~Reduction() = default;

  /// The coordinates of the vector.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// The partial result of these coordinates, for another worker; if that of all workers, for everybody.
  /// `contributions`: of how many workers it is the result.
  [[nodiscard]] virtual Message partial(CoordinateRange range, int contributions) = 0;
  /// Takes another worker's partial result of these coordinates, that of `contributions` workers, into its own.
  virtual void add(CoordinateRange range, const Message& theirs, int contributions) = 0;
  /// The size of what partial() returns, without content.
  [[nodiscard]] virtual Message outline(CoordinateRange range, int contributions) const = 0;
  [[nodiscard]] virtual double partial_flops(CoordinateRange range) const = 0;
  [[nodiscard]] virtual double add_flops(CoordinateRange range) const = 0;

 private:
  std::size_t size_;
};

/// The reduction over all workers of some coordinates: the same bytes on all workers.
struct Reduced {
  CoordinateRange range;
  Message message;
};

}  // namespace lowband
