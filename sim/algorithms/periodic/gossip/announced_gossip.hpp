// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/algorithms/periodic/gossip/replicated.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"

namespace lowband {

/// Gossip in two parts: a worker announces something of its model to all its neighbours, and then goes on from what
/// they have announced. Nothing else happens between workers, so the two parts alone are the method's mathematics.
class AnnouncedGossip : public Synchroniser {
 public:
  void synchronise(Worker& worker, FloatBuffer& model) final;

  /// What the neighbours are told of `model`, which may change. Runs inside Worker::compute.
  [[nodiscard]] virtual Message announce(FloatBuffer& model, Stream random) = 0;
  /// Goes on from the neighbours' announcements, by ascending rank. Runs inside Worker::compute.
  virtual void take(const std::vector<Message>& announcements, FloatBuffer& model) = 0;

 protected:
  /// What it announces.
  [[nodiscard]] virtual const Replicated& announced() const = 0;
  /// Operations of announce() and take() for a model of `size` parameters.
  [[nodiscard]] virtual double announce_flops(std::size_t size) const = 0;
  [[nodiscard]] virtual double take_flops(std::size_t size) const = 0;

 private:
  std::uint32_t synchronisations_ = 0;
};

}  // namespace lowband
