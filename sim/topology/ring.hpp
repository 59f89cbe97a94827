#pragma once

#include "sim/topology/topology.hpp"

namespace lowband {

/// Worker i talks to i - 1 and i + 1, around the end. Two workers have one edge.
class Ring final : public Topology {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] Graph graph(int workers, const Place& place) const override;
};

}  // namespace lowband
