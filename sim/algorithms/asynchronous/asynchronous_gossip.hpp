// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "sim/algorithms/method.hpp"
#include "sim/algorithms/periodic/gossip/gossip.hpp"
#include "sim/algorithms/periodic/gossip/gossip_method.hpp"
#include "sim/topology/bipartition.hpp"
#include "sim/topology/digraph.hpp"

namespace lowband {

/// Gossip without rounds, over the graphs of so many workers. Refers to the algorithm.
class AsynchronousGossip final : public Method {
 public:
  /// While the platform is still to tell who are neighbours.
  AsynchronousGossip(const Gossip& gossip, int workers) : gossip_(gossip), workers_(workers) {}
  /// Along the arcs of these graphs, all of them at any time.
  AsynchronousGossip(const Gossip& gossip, WorkerWeights weights, DigraphSchedule schedule)
      : gossip_(gossip),
        workers_(schedule.front().size()),
        weights_(std::move(weights)),
        schedule_(std::move(schedule)) {}
  /// Along the edges between two sides, of which the second begins exchanges.
  AsynchronousGossip(const Gossip& gossip, WorkerWeights weights, Graph graph, Bipartition sides, ConsensusStep step)
      : gossip_(gossip),
        workers_(graph.size()),
        weights_(std::move(weights)),
        schedule_{Digraph(graph)},
        graph_(std::move(graph)),
        sides_(std::move(sides)),
        step_(step) {}

  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  [[nodiscard]] Json facts() const override;
  [[nodiscard]] Json settled() const override { return step_.settled(); }
  [[nodiscard]] std::vector<std::string> warnings(const Layout& /*exchanged*/,
                                                  std::uint64_t /*iterations*/) const override {
    return step_.warnings(gossip_);
  }
  [[nodiscard]] std::vector<ClosedForm> closed_forms(const Layout& exchanged) const override;
  [[nodiscard]] std::unique_ptr<Node> node(int rank) const override;

 private:
  [[nodiscard]] GossipMethod::NodeSetting node_setting(int rank) const;

  const Gossip& gossip_;
  int workers_;
  WorkerWeights weights_;
  DigraphSchedule schedule_;    ///< who sends to whom; empty while it is not known
  std::optional<Graph> graph_;  ///< where there are two sides
  Bipartition sides_;           ///< likewise
  ConsensusStep step_;
};

}  // namespace lowband
