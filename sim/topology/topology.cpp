#include "sim/topology/topology.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/size_limit.hpp"

namespace lowband {

namespace {

/// Lanczos' method takes about as many steps as there are workers to tell the gap of a ring, each of as many
/// operations.
void check_spectrum(int workers, const Place& place) {
  constexpr int most_workers = 100'000;
  constexpr double minutes_of_most = 1.0;  // as measured for a ring
  if (workers <= most_workers) return;
  const double ratio = static_cast<double>(workers) / most_workers;
  place.fail(fmt::format("expected at most {} workers, found {}: to tell the spectral gap may take {:.3g} minutes",
                         most_workers, workers, minutes_of_most * ratio * ratio));
}

}  // namespace

void Topology::check_size(int workers, const Place& place) const {
  const double of_a_chain = 2.0 * (workers - 1.0);  // what is known of a worker by itself takes as much
  check_pairs(std::max(pairs(workers), of_a_chain), workers, place);
}

Graph Topology::graph(int workers, const Place& place, const Latencies& latencies) const {
  check_size(workers, place);
  check_spectrum(workers, place);
  return make_graph_by(latencies, workers, place);
}

DigraphSchedule Topology::schedule(int workers, const Place& place, const Latencies& latencies) const {
  check_size(workers, place);
  if (needs_latencies()) return {Digraph(make_graph_by(latencies, workers, place))};
  return make_schedule(workers, place);
}

}  // namespace lowband
