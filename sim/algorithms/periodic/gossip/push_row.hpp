// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/topology/digraph.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// One worker's part in an exchange along a directed graph by a column-stochastic matrix P with uniform weights: of
/// what it has, it sends the share p_ji = 1 / (1 + out-degree) to each receiver j, and keeps the rest, p_ii.
///
/// Shares are rounded down so that what is kept is a float too, and both sum to one without any error.
class PushRow {
 public:
  PushRow(const Digraph& graph, int rank);

  [[nodiscard]] float share() const noexcept { return share_; }
  [[nodiscard]] float kept() const noexcept { return kept_; }
  /// How many workers send to this one.
  [[nodiscard]] std::size_t in_degree() const noexcept { return senders_.size(); }

  /// Sends `message` to every receiver and waits for one of each sender; returns theirs by ascending rank.
  [[nodiscard]] std::vector<Message> exchange(Worker& worker, const Message& message) const;

 private:
  std::vector<int> receivers_;
  std::vector<int> senders_;
  float share_;
  float kept_;
};

}  // namespace lowband
