// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/algorithms/periodic/all_reduce/collective.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/group.hpp"
#include "sim/base/chunks.hpp"

namespace lowband {

/// Scatter-reduce and all-gather between all pairs: worker c owns chunk c; everybody sends it that chunk, and it sends
/// the complete one to everybody. Two latencies, whatever M: 2 (latency + (M - 1) S / (M B)), but M - 1 messages at a
/// time on every link.
class DirectCollective final : public Collective {
 public:
  using Collective::Collective;
  [[nodiscard]] std::string name() const override { return "direct"; }
  /// Throws UsageError at `place`, by check_pairs(), if there are too many.
  static void check_size(int workers, const Place& place);
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  [[nodiscard]] std::vector<Reduced> all_reduce(Worker& worker, Tag tag, Reduction& reduction) const override;
  [[nodiscard]] std::vector<Message> all_gather(Worker& worker, Tag tag, const Message& own) const override;
  /// 2 (l + (M - 1) S / (M B)): each port carries M - 1 messages at a time.
  [[nodiscard]] ClosedForm reduce_form(const Reduction& reduction) const override;
  /// l + (M - 1) S / B.
  [[nodiscard]] ClosedForm gather_form(const Message& own) const override;
};

/// The first half, in a group whose first members own a chunk each: afterwards the partial result of a chunk is at its
/// owner.
void direct_reduce_scatter(Worker& worker, Tag tag, Reduction& reduction, const Chunks& chunks, const Group& group);
/// Every member of the group below `senders` sends its message to all members; returns them by index.
[[nodiscard]] std::vector<Message> direct_all_gather(Worker& worker, Tag tag, const Message& own, int senders,
                                                     const Group& group);

}  // namespace lowband
