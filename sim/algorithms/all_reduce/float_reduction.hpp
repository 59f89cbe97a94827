#pragma once

#include <memory>

#include "sim/algorithms/all_reduce/chunks.hpp"
#include "sim/algorithms/all_reduce/ring.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

/// Reduces float vectors in full precision, coordinate by coordinate, with `Operation` (a sum, a maximum). Every chunk
/// is reduced in one fixed order, that of the ring.
template <class Operation>
class FloatReduction final : public RingReduction {
 public:
  /// `counted`: whether the values stand for coordinates of a model (Message::coordinates).
  FloatReduction(std::shared_ptr<const FloatBuffer> own, int workers, Operation operation, bool counted = true)
      : own_(std::move(own)), chunks_(own_->size(), workers), operation_(operation), counted_(counted) {}

  Message own(int chunk) override { return message(own_, chunks_.begin(chunk), chunks_.size(chunk)); }

  Message fold(int chunk, const Message& partial, int /*contributions*/) override {
    const std::size_t size = chunks_.size(chunk);
    const auto reduced = std::make_shared<FloatBuffer>(size);
    const float* __restrict theirs = partial.floats().data();
    const float* __restrict ours = own_->data() + chunks_.begin(chunk);
    float* __restrict out = reduced->data();
    for (std::size_t k = 0; k < size; ++k) out[k] = operation_(theirs[k], ours[k]);
    return message(reduced, 0, size);
  }

  [[nodiscard]] double own_flops(int /*chunk*/) const override { return 0.0; }
  [[nodiscard]] double fold_flops(int chunk) const override { return static_cast<double>(chunks_.size(chunk)); }

 private:
  [[nodiscard]] Message message(const std::shared_ptr<const FloatBuffer>& vector, std::size_t first,
                                std::size_t count) const {
    const Message values(vector, first, count);
    return counted_ ? values : values.as_overhead();
  }

  std::shared_ptr<const FloatBuffer> own_;
  Chunks chunks_;
  Operation operation_;
  bool counted_;
};

}  // namespace lowband
