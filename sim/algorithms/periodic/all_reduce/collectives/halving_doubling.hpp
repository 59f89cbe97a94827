#pragma once

#include <string>
#include <vector>

#include "sim/algorithms/periodic/all_reduce/collective.hpp"

namespace lowband {

/// Recursive halving and doubling (Rabenseifner 2004; Thakur, Rabenseifner & Gropp 2005): workers exchange halves of
/// what they still reduce with partners M/2, M/4, ... away, then gather the complete chunks the other way round. For
/// M = 2^k: 2 k latencies and the bytes of the ring, 2 k latency + 2 (M - 1) S / (M B).
///
/// For any M: with P the largest power of two up to M, the workers from P on first hand their vectors to the ones P
/// before them, and get the result from these at the end: 2 (latency + S / B) more.
class HalvingDoublingCollective final : public Collective {
 public:
  using Collective::Collective;
  [[nodiscard]] std::string name() const override { return "recursive-halving-doubling"; }
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  [[nodiscard]] std::vector<Reduced> all_reduce(Worker& worker, Tag tag, Reduction& reduction) const override;
  [[nodiscard]] std::vector<Message> all_gather(Worker& worker, Tag tag, const Message& own) const override;

 private:
  /// P.
  [[nodiscard]] int core() const noexcept;
  /// How many workers those of the core stand for whose numbers agree with `rank` outside the binary digits `free`.
  [[nodiscard]] int contributions(int rank, int free) const noexcept;
  /// Exchanges bundles with partners 1, 2, 4, ... away; `held`, this worker's at first, grows to those of the core.
  [[nodiscard]] std::vector<Message> doubling(Worker& worker, Tag tag, std::vector<Message> held) const;
};

}  // namespace lowband
