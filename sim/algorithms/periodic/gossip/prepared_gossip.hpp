// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <optional>
#include <utility>

#include "sim/algorithms/periodic/gossip/consensus_step.hpp"
#include "sim/algorithms/periodic/gossip/gossip.hpp"

namespace lowband {

/// Gossip over the graphs of so many workers.
class PreparedGossip final : public PeriodicMethod {
 public:
  /// While the platform is still to tell who are neighbours.
  PreparedGossip(const Gossip& gossip, int workers) : PeriodicMethod(gossip, workers), gossip_(gossip) {}
  /// Pushed along directed graphs by turns.
  PreparedGossip(const Gossip& gossip, int workers, WorkerWeights weights, DigraphSchedule schedule)
      : PeriodicMethod(gossip, workers, std::move(weights)), gossip_(gossip), schedule_(std::move(schedule)) {}
  PreparedGossip(const Gossip& gossip, WorkerWeights weights, Graph graph, MixingMatrix matrix, ConsensusStep step)
      : PeriodicMethod(gossip, graph.size(), std::move(weights)),
        gossip_(gossip),
        schedule_{Digraph(graph)},
        graph_(std::move(graph)),
        matrix_(std::move(matrix)),
        step_(step) {}

  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  [[nodiscard]] Json facts() const override;
  /// A worker waits for its neighbours, and so for those beyond them from one synchronisation to the next.
  [[nodiscard]] std::uint64_t most_ahead() const override { return most_exchanges_apart(schedule_); }
  [[nodiscard]] Json settled() const override;
  [[nodiscard]] std::vector<std::string> warnings(const Layout& exchanged, std::uint64_t iterations) const override;
  [[nodiscard]] std::unique_ptr<Synchroniser> synchroniser(int rank, const FloatBuffer& initial,
                                                           const Layout& layout) const override;

  /// One phase: every worker sends to its neighbours at once, and waits for theirs. With g of them, all of whose
  /// messages share its port, l + g S / B (algorithms reference, 7.7); on a line of its own for each, l + S / B. Of
  /// graphs by turns, one for each.
  [[nodiscard]] std::vector<ClosedForm> closed_forms(const Layout& exchanged) const override;

 private:
  /// Of the mixing matrix. It takes long where there are many workers, so it is found when it is asked for, once, and
  /// not at all where there are too many.
  [[nodiscard]] const std::optional<Spectrum>& spectrum() const;

  const Gossip& gossip_;
  DigraphSchedule schedule_;    ///< who sends to whom; empty while it is not known
  std::optional<Graph> graph_;  ///< unless the method pushes
  std::optional<MixingMatrix> matrix_;
  ConsensusStep step_;
  mutable std::once_flag is_spectrum_known_;
  mutable std::optional<Spectrum> spectrum_;
};

}  // namespace lowband
