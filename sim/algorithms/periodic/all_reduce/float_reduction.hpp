// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "sim/algorithms/periodic/all_reduce/reduction.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

/// Reduces float vectors in full precision, coordinate by coordinate, with `Operation` (a sum, a maximum), which
/// commutes. The own vector and partial results travel as they lie in memory; nothing is copied to be sent.
///
/// The own vector need not be there before a computation fills it.
template <class Operation>
class FloatReduction final : public Reduction {
 public:
  /// Of `size` values, which stand for `coordinates` coordinates of a model (Message::coordinates): as many as they
  /// are, if they are those themselves.
  FloatReduction(std::shared_ptr<const FloatBuffer> own, std::size_t size, Operation operation, std::size_t coordinates)
      : Reduction(size), own_(std::move(own)), operation_(operation), coordinates_(coordinates) {}

  Message partial(CoordinateRange range, int /*contributions*/) override {
    const auto found = newest(range);
    if (found == results_.end()) return Message(own_, range.first, range.size).standing_for(share(range));
    found->is_sent = true;
    const Message message = Message(found->vector, range.first - found->range.first, range.size);
    if (found->range == range) results_.erase(found);  // a result is sent whole once, and not needed again
    return message.standing_for(share(range));
  }

  void add(CoordinateRange range, const Message& theirs, int /*contributions*/) override {
    const auto found = newest(range);
    const float* own = found == results_.end() ? own_->data() + range.first
                                               : found->vector->data() + (range.first - found->range.first);
    const bool is_in_place = found != results_.end() && found->range == range && !found->is_sent;
    auto result = is_in_place ? found->vector : std::make_shared<FloatBuffer>(range.size);
    const float* other = theirs.floats().data();
    float* out = result->data();
    for (std::size_t k = 0; k < range.size; ++k) out[k] = operation_(other[k], own[k]);
    if (!is_in_place) results_.push_back({range, std::move(result)});
  }

  [[nodiscard]] Message outline(CoordinateRange range, int /*contributions*/) const override {
    return Message::without_content(range.size * sizeof(float), share(range));
  }

  [[nodiscard]] double partial_flops(CoordinateRange /*range*/) const override { return 0.0; }
  [[nodiscard]] double add_flops(CoordinateRange range) const override { return static_cast<double>(range.size); }

 private:
  /// What the coordinates of `range` have been reduced to so far; others may have been sent parts of it.
  struct Result {
    CoordinateRange range;
    std::shared_ptr<FloatBuffer> vector;
    bool is_sent = false;
  };

  /// The newest result that has all of these coordinates; the end if that is still the own vector.
  [[nodiscard]] auto newest(CoordinateRange range) {
    const auto has = [&](const Result& result) { return result.range.contains(range); };
    const auto found = std::find_if(results_.rbegin(), results_.rend(), has);
    return found == results_.rend() ? results_.end() : std::prev(found.base());
  }

  /// How many coordinates of the model a range stands for; those of consecutive ranges add up.
  [[nodiscard]] std::size_t share(CoordinateRange range) const {
    if (size() == 0) return 0;
    return range.end() * coordinates_ / size() - range.first * coordinates_ / size();
  }

  std::shared_ptr<const FloatBuffer> own_;
  std::vector<Result> results_;  ///< from the oldest to the newest; few: what was sent whole is gone
  Operation operation_;
  std::size_t coordinates_;
};

/// The mean over all workers, from their sums by a FloatReduction. Runs inside Worker::compute.
inline void take_mean(std::span<const Reduced> sums, int workers, std::span<float> mean) {
  const float share = 1.0F / static_cast<float>(workers);
  for (const auto& sum : sums) {
    const auto total = sum.message.floats();
    float* __restrict out = sum.range.of(mean).data();
    for (std::size_t k = 0; k < total.size(); ++k) out[k] = share * total[k];
  }
}

}  // namespace lowband
