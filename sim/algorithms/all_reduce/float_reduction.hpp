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
  /// The values stand for `coordinates` coordinates of a model (Message::coordinates): as many as they are, if they
  /// are those themselves.
  FloatReduction(std::shared_ptr<const FloatBuffer> own, int workers, Operation operation, std::size_t coordinates)
      : own_(std::move(own)),
        chunks_(own_->size(), workers),
        coordinates_(coordinates, workers),
        operation_(operation) {}

  Message own(int chunk) override { return message(own_, chunk, chunks_.begin(chunk)); }

  Message fold(int chunk, const Message& partial, int /*contributions*/) override {
    const std::size_t size = chunks_.size(chunk);
    const auto reduced = std::make_shared<FloatBuffer>(size);
    const float* __restrict theirs = partial.floats().data();
    const float* __restrict ours = own_->data() + chunks_.begin(chunk);
    float* __restrict out = reduced->data();
    for (std::size_t k = 0; k < size; ++k) out[k] = operation_(theirs[k], ours[k]);
    return message(reduced, chunk, 0);
  }

  [[nodiscard]] double own_flops(int /*chunk*/) const override { return 0.0; }
  [[nodiscard]] double fold_flops(int chunk) const override { return static_cast<double>(chunks_.size(chunk)); }

 private:
  [[nodiscard]] Message message(const std::shared_ptr<const FloatBuffer>& vector, int chunk, std::size_t first) const {
    return Message(vector, first, chunks_.size(chunk)).standing_for(coordinates_.size(chunk));
  }

  std::shared_ptr<const FloatBuffer> own_;
  Chunks chunks_;
  Chunks coordinates_;
  Operation operation_;
};

/// The mean over all workers, from the sums that ring_all_reduce() returned for a FloatReduction of vectors of this
/// size. Runs inside Worker::compute.
inline void take_mean(std::span<const Message> sums, std::span<float> mean) {
  const Chunks chunks(mean.size(), static_cast<int>(sums.size()));
  const float share = 1.0F / static_cast<float>(sums.size());
  for (int c = 0; c < chunks.count(); ++c) {
    const auto total = sums[static_cast<std::size_t>(c)].floats();
    float* __restrict out = chunks.of(mean, c).data();
    for (std::size_t k = 0; k < total.size(); ++k) out[k] = share * total[k];
  }
}

}  // namespace lowband
