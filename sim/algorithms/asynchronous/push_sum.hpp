// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/base/float_buffer.hpp"
#include "sim/base/recycled.hpp"
#include "sim/world/message.hpp"

namespace lowband {

/// What a worker holds of push-sum: a vector x and a weight w, 1 at first, whose quotient z = x / w is its model. Both
/// are float64, messages float32: what is kept of x is x less what was sent, as it was rounded, so that nothing is lost
/// by the rounding. Over all workers and the messages under way, the sum of the w stays their number, and that of the x
/// moves by their progress alone, up to the rounding of additions to float64.
///
/// Where nothing is learned, vectors are empty. All but outline() runs inside Worker::compute.
class PushSum {
 public:
  /// Of models of `size` coordinates.
  PushSum(std::size_t size, const FloatBuffer& initial)
      : size_(size), numerator_(initial.begin(), initial.end()), read_(initial) {}

  /// x <- x + s (y - z'), where local steps have led from z', the model that was read last, to y; `times` is s, how
  /// often the worker's progress counts. The step is not divided by w: all gradients of a worker count alike in the sum
  /// of the x, and move a model more where its weight is small.
  void add_progress(const FloatBuffer& y, double times);
  /// Takes away half of x and of w, rounded to float32: 4 (d + 1) bytes, x and then w.
  [[nodiscard]] Message push();
  /// The size of push(), without content.
  [[nodiscard]] Message outline() const { return Message::without_content((size_ + 1) * sizeof(float), size_); }
  /// Adds what another one has pushed.
  void take(const Message& pushed);
  /// y <- z, rounded to float32, which is read now.
  void read(FloatBuffer& y);

  [[nodiscard]] const std::vector<double>& numerator() const noexcept { return numerator_; }
  [[nodiscard]] double weight() const noexcept { return weight_; }

 private:
  std::size_t size_;
  std::vector<double> numerator_;  ///< x
  double weight_ = 1.0;            ///< w
  FloatBuffer read_;               ///< z'
  Recycled<FloatBuffer> sent_;
};

}  // namespace lowband
