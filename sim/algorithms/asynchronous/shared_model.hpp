// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "sim/base/float_buffer.hpp"
#include "sim/base/recycled.hpp"

namespace lowband {

/// A worker's model x, which exchanges change while gradients are taken at what training has read of it. No vector is
/// written twice: whatever changes x makes the next one, so that messages, and training, keep the one that they have.
/// All calls are made inside Worker::compute.
class SharedModel {
 public:
  using Vector = std::shared_ptr<const FloatBuffer>;

  explicit SharedModel(const FloatBuffer& initial)
      : value_(std::make_shared<const FloatBuffer>(initial)), read_(value_) {}

  [[nodiscard]] const Vector& value() const noexcept { return value_; }

  /// x <- what `write(x, next)` writes into `next`.
  template <class Write>
  void change(Write write) {
    const auto next = vectors_.take();
    next->resize(value_->size());
    write(std::span<const float>(*value_), std::span<float>(*next));
    value_ = next;
  }

  /// x <- x + w (y - x'), where local steps have led training from x', the x that it read last, to y; and y <- x, which
  /// training has read now. w is `weight`: how often progress counts. If that is once, and x still x', it becomes y,
  /// without rounding.
  void add_progress(FloatBuffer& y, float weight);
  /// Operations of add_progress() per coordinate.
  [[nodiscard]] static constexpr double progress_flops(float weight) { return weight == 1.0F ? 2.0 : 3.0; }

 private:
  Vector value_;
  Vector read_;
  Recycled<FloatBuffer> vectors_;
};

}  // namespace lowband
