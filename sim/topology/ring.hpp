// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/topology/topology.hpp"

namespace lowband {

/// Worker i talks to i - 1 and i + 1, around the end. Two workers have one edge.
class Ring final : public Topology {
 public:
  void parameters(Parameters& /*parameters*/) override {}

 protected:
  [[nodiscard]] double pairs(double workers) const override { return 2.0 * workers; }
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override;
};

}  // namespace lowband
