// SPDX-License-Identifier: Apache-2.0
#pragma once

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
  [[nodiscard]] double pairs(double /*workers*/) const override { return 2.0 * static_cast<double>(edges_.size()); }
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override;

 private:
  std::vector<std::pair<int, int>> edges_;
};

}  // namespace lowband
