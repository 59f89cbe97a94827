// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

#include "sim/algorithms/periodic/synchroniser.hpp"

namespace lowband {

/// Gossip to which a worker's progress counts w times, whatever is mixed and how: from y, the vector that it went on
/// from after the last synchronisation, local steps have led it to x, and the method synchronises
///
///     y + w (x - y).
///
/// The mixing matrix stays as it is. So the mean over workers, which it keeps, moves by the mean of their progress,
/// weighted by w.
class WeightedProgress final : public Synchroniser {
 public:
  /// Of vectors of `size` coordinates, which all workers start from `initial`.
  WeightedProgress(std::unique_ptr<Synchroniser> gossip, float weight, std::size_t size, const FloatBuffer& initial)
      : gossip_(std::move(gossip)), weight_(weight), size_(size), start_(initial) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  std::unique_ptr<Synchroniser> gossip_;
  float weight_;
  std::size_t size_;
  FloatBuffer start_;  ///< y
};

}  // namespace lowband
