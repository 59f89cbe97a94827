// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/topology/topology.hpp"

namespace lowband {

/// Worker i sends to i + 1, the last one to the first.
class DirectedRing final : public DirectedTopology {
 public:
  void parameters(Parameters& /*parameters*/) override {}

 protected:
  [[nodiscard]] double pairs(double workers) const override { return workers; }
  [[nodiscard]] DigraphSchedule make_schedule(int workers, const Place& place) const override;
};

}  // namespace lowband
