#pragma once

#include <string>
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

 private:
  /// Hands `message`, which worker 0 has, to all.
  [[nodiscard]] Message broadcast(Worker& worker, Tag tag, Message message) const;
};

}  // namespace lowband
