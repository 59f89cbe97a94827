// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "tests/algorithms/trained.hpp"
#include "tests/world/memory_world.hpp"

namespace lowband::test {

/// Trains in memory, every node as a `SomeWorker` of it, with messages in an order that is drawn from `order`, and
/// returns the evaluations.
template <class SomeWorker>
std::vector<MetricsRow> in_memory(const Problem& problem, const Prepared& ready, int workers,
                                  const TrainingSettings& settings, ReporterSettings reports, std::uint64_t order) {
  TaskPool pool(1);
  const auto others = ready.algorithm->other_nodes(workers).size();
  MemoryWorld world(workers, order, static_cast<int>(others));
  reports.iterations = settings.iterations;
  reports.servers = static_cast<int>(others);
  Reporter reporter(problem, reports, workers, pool, world);
  std::vector<std::optional<Learner>> learners(static_cast<std::size_t>(workers));       // they outlive the programs,
  std::vector<std::unique_ptr<Node>> nodes(static_cast<std::size_t>(workers) + others);  // and so do the nodes
  world.run([&](Worker& worker) {
    const auto rank = static_cast<std::size_t>(worker.rank());
    nodes[rank] = ready->node(worker.rank());
    Learner* learner = nullptr;
    if (worker.rank() < workers) {
      learner = &learners[rank].emplace(worker.rank(), problem, settings, StateAtSynchronisation::kept, false);
    }
    SomeWorker other(worker);
    nodes[rank]->run(other, learner, reporter);
  });
  return reporter.metrics();
}

inline std::vector<double> losses(const std::vector<MetricsRow>& rows) {
  std::vector<double> losses;
  for (const auto& row : rows) losses.push_back(row.train_loss);
  return losses;
}

}  // namespace lowband::test
