#pragma once

#include <vector>

#include "sim/engine/worker.hpp"

namespace lowband {

/// What travels around a ring all-reduce: how a worker's own chunk becomes a message, and how it is added to a partial
/// result. Everything here runs inside Worker::compute.
class RingReduction {
 public:
  RingReduction() = default;
  RingReduction(const RingReduction&) = delete;
  RingReduction& operator=(const RingReduction&) = delete;
  RingReduction(RingReduction&&) = delete;
  RingReduction& operator=(RingReduction&&) = delete;
  virtual ~RingReduction() = default;

  /// This worker's own contribution to `chunk`.
  virtual Message own(int chunk) = 0;
  /// `partial`, the reduction of `contributions` workers, with this worker's contribution added.
  virtual Message fold(int chunk, const Message& partial, int contributions) = 0;
  [[nodiscard]] virtual double own_flops(int chunk) const = 0;
  [[nodiscard]] virtual double fold_flops(int chunk) const = 0;
};

/// The bandwidth-optimal ring all-reduce (Patarasuk & Yuan 2009): reduce-scatter, then all-gather, in 2 (M - 1) hops
/// of one chunk each. Returns the complete reduction of every chunk, by chunk; each was completed by one worker and
/// then travelled unchanged, so all workers return the same bytes.
///
/// Worker j sends chunk j - h at hop h of the reduce-scatter and chunk j + 1 - h at hop h of the all-gather (modulo
/// M). It sends every chunk twice, but for chunks j + 1 and j + 2, which it sends once.
[[nodiscard]] std::vector<Message> ring_all_reduce(Worker& worker, Tag tag, RingReduction& reduction);

}  // namespace lowband
