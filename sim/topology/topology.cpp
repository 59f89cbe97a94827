// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/topology.hpp"

#include <algorithm>

#include "sim/base/size_limit.hpp"

namespace lowband {

void Topology::check_size(int workers, const Place& place) const {
  const double of_a_chain = 2.0 * (workers - 1.0);  // what is known of a worker by itself takes as much
  check_pairs(std::max(pairs(workers), of_a_chain), workers, place);
}

Graph Topology::graph(int workers, const Place& place, const Latencies& latencies) const {
  check_size(workers, place);
  return make_graph_by(latencies, workers, place);
}

DigraphSchedule Topology::schedule(int workers, const Place& place, const Latencies& latencies) const {
  check_size(workers, place);
  if (needs_latencies()) return {Digraph(make_graph_by(latencies, workers, place))};
  return make_schedule(workers, place);
}

}  // namespace lowband
