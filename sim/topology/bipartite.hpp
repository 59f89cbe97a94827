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
  [[nodiscard]] Graph graph(int workers, const Place& place) const override;

 private:
  std::optional<int> left_;
};

}  // namespace lowband
