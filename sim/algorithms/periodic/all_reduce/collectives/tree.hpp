// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/algorithms/periodic/all_reduce/collective.hpp"

namespace lowband {

/// A binomial tree: partial results of the whole vector go up to worker 0, which sends the complete one down. With
/// k = ceil(log2 M): few latencies, but the whole vector k times on the way up and k times on the way down.
///
/// A worker that sends to several others waits for a receipt (an empty message) before it goes on to the next: at the
/// same time they would share its link, and the ones with most below them get it no sooner. On full-duplex links, for a
/// power of two: 2 k (latency + S / B) and k - 1 receipts.
class TreeCollective final : public Collective {
 public:
  using Collective::Collective;
  [[nodiscard]] std::string name() const override { return "tree"; }
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  [[nodiscard]] std::vector<Reduced> all_reduce(Worker& worker, Tag tag, Reduction& reduction) const override;
  [[nodiscard]] std::vector<Message> all_gather(Worker& worker, Tag tag, const Message& own) const override;
  /// 2 k (l + S / B), and k - 1 receipts of l each.
  [[nodiscard]] ClosedForm reduce_form(const Reduction& reduction) const override;
  /// Up, bundles of the messages below, M - 1 of them over k levels; down, all of them at once: 2 k l + (M - 1 + k M) S
  /// / B, and k - 1 receipts.
  [[nodiscard]] ClosedForm gather_form(const Message& own) const override;

 private:
  /// The pairs (parent, child) this far apart.
  [[nodiscard]] std::vector<std::pair<int, int>> edges(int distance) const;
  /// The phases of broadcast() of a message of so many bytes.
  [[nodiscard]] std::vector<Phase> broadcast_phases(const MessageSize& size) const;
  /// Hands `message`, which worker 0 has, to all.
  [[nodiscard]] Message broadcast(Worker& worker, Tag tag, Message message) const;
};

}  // namespace lowband
