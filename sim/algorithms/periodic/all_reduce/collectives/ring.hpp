// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/algorithms/periodic/all_reduce/collective.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/group.hpp"

namespace lowband {

/// The bandwidth-optimal ring (Patarasuk & Yuan 2009; Baidu; Horovod): reduce-scatter, then all-gather, in 2 (M - 1)
/// hops of one chunk each: 2 (M - 1) (latency + S / (M B)) for a vector of S bytes.
///
/// Worker j sends chunk j - h at hop h of the reduce-scatter and chunk j + 1 - h at hop h of the all-gather (modulo
/// M). It sends every chunk twice, but for chunks j + 1 and j + 2, which it sends once.
class RingCollective final : public Collective {
 public:
  using Collective::Collective;
  [[nodiscard]] std::string name() const override { return "ring"; }
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  [[nodiscard]] std::vector<Reduced> all_reduce(Worker& worker, Tag tag, Reduction& reduction) const override;
  [[nodiscard]] std::vector<Message> all_gather(Worker& worker, Tag tag, const Message& own) const override;
  /// 2 (M - 1) (l + S / (M B)).
  [[nodiscard]] ClosedForm reduce_form(const Reduction& reduction) const override;
  /// (M - 1) (l + S / B).
  [[nodiscard]] ClosedForm gather_form(const Message& own) const override;
};

/// The ring over a group, of some coordinates.
[[nodiscard]] std::vector<Reduced> ring_all_reduce(Worker& worker, Tag tag, Reduction& reduction, CoordinateRange range,
                                                   const Group& group);
/// Its phases, for a group of more than one member; `pairs` are those of all rings that do the same, ring by ring.
[[nodiscard]] std::vector<Phase> ring_phases(const Reduction& reduction, CoordinateRange range, const Group& group,
                                             const std::vector<std::pair<int, int>>& pairs);
/// Every member's message, by index in the group; each travels once around.
[[nodiscard]] std::vector<Message> ring_all_gather(Worker& worker, Tag tag, const Message& own, const Group& group);

}  // namespace lowband
