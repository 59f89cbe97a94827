// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/random_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

namespace lowband {

void RandomGraph::parameters(Parameters& parameters) {
  parameters.integer("seed", seed_, {.least = 0}, "",
                     "of the graph alone: it stays the same for other seeds of the run");
  parameters.no_effect_if([this] { return is_random() ? "" : "nothing is left to chance"; });
}

Graph RandomGraph::make_graph(int workers, const Place& place) const {
  check_workers(workers, place);
  constexpr std::uint32_t most_draws = 1000;
  for (std::uint32_t attempt = 0; attempt < most_draws; ++attempt) {
    Stream random(seed_, Purpose::topology, 0, attempt);
    if (auto graph = draw(workers, random); graph && graph->connected()) return *std::move(graph);
  }
  place.fail(
      fmt::format("none of {} such graphs over {} workers was connected: it needs more edges", most_draws, workers));
}

void ErdosRenyi::parameters(Parameters& parameters) {
  RandomGraph::parameters(parameters);
  parameters.number("probability", probability_, {.least = 0.0, .most = 1.0}, "",
                    "that two workers exchange; unless given, 2 ln M / M, twice what makes such graphs connected");
}

double ErdosRenyi::probability(double workers) const {
  return probability_.value_or(workers < 2.0 ? 0.0 : std::min(1.0, 2.0 * std::log(workers) / workers));
}

double ErdosRenyi::pairs(double workers) const { return probability(workers) * workers * (workers - 1.0); }

void ErdosRenyi::check_workers(int workers, const Place& place) const {
  constexpr int most_workers = 40'000;  // a random number for each pair: some seconds a draw
  if (workers > most_workers) {
    place.fail(fmt::format("{} workers are {:.3g} pairs to draw: expected at most {} workers", workers,
                           0.5 * workers * (workers - 1.0), most_workers));
  }
}

std::optional<Graph> ErdosRenyi::draw(int workers, Stream& random) const {
  const double probability = this->probability(workers);
  Graph graph(workers);
  for (int a = 0; a < workers; ++a) {
    for (int b = a + 1; b < workers; ++b) {
      if (static_cast<double>(random.uniform()) < probability) graph.add_edge(a, b);
    }
  }
  return graph;
}

void RandomRegular::parameters(Parameters& parameters) {
  RandomGraph::parameters(parameters);
  parameters.integer("degree", degree_, {.least = 1}, "worker", "neighbours of each worker");
}

void RandomRegular::check_workers(int workers, const Place& place) const {
  if (degree_ >= workers || (std::int64_t{degree_} * workers) % 2 != 0) {
    (place / "degree")
        .expected(fmt::format("less than the number of workers, {}, and their product even", workers), degree_);
  }
}

std::optional<Graph> RandomRegular::draw(int workers, Stream& random) const {
  std::vector<int> ends;
  for (int worker = 0; worker < workers; ++worker) ends.insert(ends.end(), static_cast<std::size_t>(degree_), worker);
  std::set<std::pair<int, int>> edges;
  const auto take = [&](std::size_t i) {
    const int worker = ends[i];
    ends[i] = ends.back();
    ends.pop_back();
    return worker;
  };
  // Near the end all pairs that are left may be loops or double edges: then the draw has led nowhere.
  const int patience = 100 * degree_;
  for (int refused = 0; !ends.empty() && refused < patience;) {
    const auto i = random.below(static_cast<std::uint32_t>(ends.size()));
    const auto j = random.below(static_cast<std::uint32_t>(ends.size()));
    const auto edge = std::minmax(ends[i], ends[j]);
    if (i == j || edge.first == edge.second || edges.contains(edge)) {
      ++refused;
      continue;
    }
    edges.insert(edge);
    take(std::max(i, j));
    take(std::min(i, j));
    refused = 0;
  }
  if (!ends.empty()) return std::nullopt;
  Graph graph(workers);
  for (const auto& [a, b] : edges) graph.add_edge(a, b);
  return graph;
}

void SmallWorld::parameters(Parameters& parameters) {
  RandomGraph::parameters(parameters);
  parameters.integer("degree", degree_, {.least = 2}, "worker",
                     "neighbours of each worker, the nearest on the ring; even");
  parameters.number("rewire", rewire_, {.least = 0.0, .most = 1.0}, "", "probability that an edge leads elsewhere");
}

void SmallWorld::check_workers(int workers, const Place& place) const {
  if (degree_ % 2 != 0 || degree_ >= workers) {
    (place / "degree").expected(fmt::format("an even number, less than that of the workers, {}", workers), degree_);
  }
}

std::optional<Graph> SmallWorld::draw(int workers, Stream& random) const {
  std::set<std::pair<int, int>> edges;
  for (int worker = 0; worker < workers; ++worker) {
    for (int step = 1; step <= degree_ / 2; ++step) edges.insert(std::minmax(worker, (worker + step) % workers));
  }
  for (int step = 1; step <= degree_ / 2; ++step) {
    for (int worker = 0; worker < workers; ++worker) {
      if (static_cast<double>(random.uniform()) >= rewire_) continue;
      const int other = static_cast<int>(random.below(static_cast<std::uint32_t>(workers)));
      const std::pair<int, int> edge = std::minmax(worker, other);
      if (other == worker || edges.contains(edge)) continue;
      edges.erase(std::minmax(worker, (worker + step) % workers));
      edges.insert(edge);
    }
  }
  Graph graph(workers);
  for (const auto& [a, b] : edges) graph.add_edge(a, b);
  return graph;
}

}  // namespace lowband
