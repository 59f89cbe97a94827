#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/topology/topology.hpp"

namespace lowband {

/// The edges as the experiment lists them: "edges": [[0, 1], [1, 2], ...]. Workers count from 0; the graph must be
/// connected and has no loops. An edge that is listed twice, in either direction, counts once.
class EdgeList final : public Topology {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  /// A graph with fewer edges than a tree is not connected.
  [[nodiscard]] double pairs(double workers) const override {
    return 2.0 * std::max(static_cast<double>(edges_.size()), workers - 1.0);
  }
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override;

 private:
  std::vector<std::pair<int, int>> edges_;
};

}  // namespace lowband
