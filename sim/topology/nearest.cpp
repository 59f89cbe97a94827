// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <tuple>

namespace lowband {

namespace {

struct Edge {
  double latency_s;
  int apart;  ///< on the ring of ranks
  int a;
  int b;

  bool operator<(const Edge& other) const {
    return std::tie(latency_s, apart, a, b) < std::tie(other.latency_s, other.apart, other.a, other.b);
  }
};

/// All pairs, the nearest first. The slower of the two ways between them counts.
std::vector<Edge> by_nearness(int workers, const Latencies& latencies) {
  const auto latency = [&](int from, int to) {
    const auto found = latencies.find({from, to});
    if (found == latencies.end()) throw std::logic_error("the topology has not been told the latency of a pair");
    return found->second;
  };
  std::vector<Edge> edges;
  for (int a = 0; a < workers; ++a) {
    for (int b = a + 1; b < workers; ++b) {
      edges.push_back({std::max(latency(a, b), latency(b, a)), std::min(b - a, workers - b + a), a, b});
    }
  }
  std::sort(edges.begin(), edges.end());
  return edges;
}

/// The workers that are joined so far, as sets.
class Components {
 public:
  explicit Components(int workers) : root_(static_cast<std::size_t>(workers)) {
    std::iota(root_.begin(), root_.end(), 0);
  }
  /// Whether they were apart.
  bool join(int a, int b) {
    const int root_a = root(a);
    const int root_b = root(b);
    root_[static_cast<std::size_t>(root_b)] = root_a;
    return root_a != root_b;
  }

 private:
  int root(int worker) {
    int& above = root_[static_cast<std::size_t>(worker)];
    if (above != worker) above = root(above);
    return above;
  }

  std::vector<int> root_;
};

}  // namespace

void NearestTopology::parameters(Parameters& parameters) {
  parameters.integer("degree", degree_, {.least = 1}, "worker",
                     "how many of the nearest workers each one chooses as neighbours");
}

Graph NearestTopology::make_graph_by(const Latencies& latencies, int workers, const Place& place) const {
  if (degree_ >= std::max(workers, 2)) {
    (place / "degree").fail(fmt::format("expected less than the number of workers, {}, found {}", workers, degree_));
  }
  Graph graph(workers);
  Components components(workers);
  std::vector<int> found(static_cast<std::size_t>(workers), 0);  // of the nearest, by worker
  for (const Edge& edge : by_nearness(workers, latencies)) {
    int& of_a = found[static_cast<std::size_t>(edge.a)];
    int& of_b = found[static_cast<std::size_t>(edge.b)];
    const bool is_near = of_a < degree_ || of_b < degree_;
    ++of_a;
    ++of_b;
    if (components.join(edge.a, edge.b) || is_near) graph.add_edge(edge.a, edge.b);
  }
  return graph;
}

}  // namespace lowband
