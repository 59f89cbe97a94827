// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/topology/topology.hpp"

namespace lowband {

/// Worker 0 is the root; worker i > 0 hangs on worker (i - 1) / branching.
class Tree final : public Topology {
 public:
  void parameters(Parameters& parameters) override {
    parameters.integer("branching", branching_, {.least = 1}, "worker", "how many workers hang on each, at most");
  }

 protected:
  [[nodiscard]] double pairs(double workers) const override { return 2.0 * (workers - 1.0); }
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override;

 private:
  int branching_ = 2;
};

}  // namespace lowband
