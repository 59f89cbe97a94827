// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/topology/topology.hpp"

namespace lowband {

/// Neighbours that are near in the platform: every worker talks to the `degree` others that its messages reach with the
/// least latency, and to those who are nearer to it than to enough others; a minimum spanning tree of latencies joins
/// what would fall apart. Of equal latencies the ones less far apart on the ring of ranks count as nearer, so on a star
/// with degree 2 it is the ring.
class NearestTopology final : public Topology {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] bool needs_latencies() const override { return true; }

 protected:
  [[nodiscard]] double pairs(double workers) const override { return workers * (workers - 1.0); }
  /// Throws std::logic_error: it needs latencies.
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override {
    return make_graph_by({}, workers, place);
  }
  [[nodiscard]] Graph make_graph_by(const Latencies& latencies, int workers, const Place& place) const override;

 private:
  int degree_ = 2;
};

}  // namespace lowband
