// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/topology/topology.hpp"

namespace lowband {

/// The first `left` workers talk to all others, and nobody within a side.
class Bipartite final : public Topology {
 public:
  void parameters(Parameters& parameters) override {
    parameters.integer("left", left_, {.least = 1}, "worker", "how many are on the first side; unless given, half");
  }

 protected:
  [[nodiscard]] double pairs(double workers) const override {
    const double left = left_.value_or(static_cast<int>(workers / 2.0));
    return 2.0 * left * (workers - left);
  }
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override;

 private:
  std::optional<int> left_;
};

}  // namespace lowband
