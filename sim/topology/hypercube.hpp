// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "sim/topology/topology.hpp"

namespace lowband {

/// 2^n workers; each talks to the n whose numbers differ from its own in one binary digit.
class Hypercube final : public Topology {
 public:
  void parameters(Parameters& /*parameters*/) override {}

 protected:
  [[nodiscard]] double pairs(double workers) const override { return workers * std::log2(workers); }
  /// The number of workers must be a power of two.
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override;
};

}  // namespace lowband
