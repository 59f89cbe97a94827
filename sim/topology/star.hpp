// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/topology/topology.hpp"

namespace lowband {

/// Worker 0 in the middle talks to all others, which talk to it alone.
class Star final : public Topology {
 public:
  void parameters(Parameters& /*parameters*/) override {}

 protected:
  [[nodiscard]] double pairs(double workers) const override { return 2.0 * (workers - 1.0); }
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override;
};

}  // namespace lowband
