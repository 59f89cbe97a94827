// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/topology/topology.hpp"

namespace lowband {

/// Every worker talks to every other: one exchange with metropolis weights is the exact average.
class Complete final : public Topology {
 public:
  void parameters(Parameters& /*parameters*/) override {}

 protected:
  [[nodiscard]] double pairs(double workers) const override { return workers * (workers - 1.0); }
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override;
};

}  // namespace lowband
