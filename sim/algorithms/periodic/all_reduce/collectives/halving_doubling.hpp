// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
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
  /// 2 k l + 2 (M - 1) S / (M B) for M = 2^k; 2 (l + S / B) more for any other, k being that of the workers of the
  /// core.
  [[nodiscard]] ClosedForm reduce_form(const Reduction& reduction) const override;
  /// k l + (M - 1) S / B for M = 2^k, in bundles of 1, 2, 4, ... messages.
  [[nodiscard]] ClosedForm gather_form(const Message& own) const override;

 private:
  /// P.
  [[nodiscard]] int core() const noexcept;
  /// How many workers those of the core stand for whose numbers agree with `rank` outside the binary digits `free`.
  [[nodiscard]] int contributions(int rank, int free) const noexcept;
  /// The pairs of the core that are this far apart, and those of the workers beyond it: to the core, or back.
  [[nodiscard]] std::vector<std::pair<int, int>> partners(int distance) const;
  [[nodiscard]] std::vector<std::pair<int, int>> handed_over(bool is_back) const;
  /// Adds the phases of doubling(), where each worker of the core holds `own`, and of handing the outcome back. `bits`:
  /// what others hold in the mean, as a multiple of `own`'s payload.
  void add_doubling(ClosedForm& form, const Message& own, double bits) const;
  /// Exchanges bundles with partners 1, 2, 4, ... away; `held`, this worker's at first, grows to those of the core.
  [[nodiscard]] std::vector<Message> doubling(Worker& worker, Tag tag, std::vector<Message> held) const;
};

}  // namespace lowband
