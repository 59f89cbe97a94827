// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/asynchronous/pair_average.hpp"

namespace lowband {

/// Models in full precision, 4 bytes a coordinate: h = x. Where nothing changes the models meanwhile, both are
/// (x_i + x_j) / 2 afterwards, bit for bit. Nothing is copied: a vector of the model is the message.
class WholeModelPair final : public PairAverage {
 public:
  /// Of models of `size` coordinates.
  explicit WholeModelPair(std::size_t size) : size_(size) {}

  [[nodiscard]] Message tell(int peer, const SharedModel& model, Stream random) override;
  [[nodiscard]] Message outline() const override { return Message::without_content(size_ * sizeof(float), size_); }
  void take(int peer, const Message& theirs, SharedModel& model) override;
  [[nodiscard]] double tell_flops() const override { return 0.0; }
  [[nodiscard]] double take_flops() const override { return 3.0 * static_cast<double>(size_); }

 private:
  std::size_t size_;
  SharedModel::Vector told_;
};

}  // namespace lowband
