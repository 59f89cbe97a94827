// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/all_reduce/average.hpp"
#include "sim/algorithms/periodic/all_reduce/collective.hpp"

namespace lowband {

/// y <- y + (1/M) sum_i w_i (x_i - y), y being the model that all workers last started from and hold, and the weights w
/// adding up to M; the sum travels compressed.
class DifferenceAverage : public Average {
 public:
  /// Of vectors of `size` coordinates; `weight` is this worker's w.
  DifferenceAverage(const Collective& collective, std::size_t size, const FloatBuffer& initial, float weight)
      : collective_(collective), size_(size), weight_(weight), synchronised_(initial), difference_(initial.size()) {}

  void synchronise(Worker& worker, FloatBuffer& model) final;
  void restarted_from(std::span<const float> model) final { synchronised_.assign(model.begin(), model.end()); }

 protected:
  /// Replaces `difference`, w times this worker's own, by the mean of all workers', equal on all of them bit for bit.
  /// `step` counts synchronisations.
  virtual void average(Worker& worker, std::uint32_t step, std::span<float> difference) = 0;
  /// The coordinates of the vector.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Who sends what to whom.
  [[nodiscard]] const Collective& collective() const noexcept { return collective_; }

 private:
  const Collective& collective_;
  std::size_t size_;
  float weight_;
  FloatBuffer synchronised_;
  FloatBuffer difference_;
  std::uint32_t synchronisations_ = 0;
};

}  // namespace lowband
