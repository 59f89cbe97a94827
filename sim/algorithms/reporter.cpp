#include "sim/algorithms/reporter.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "sim/base/error.hpp"

namespace lowband {

Reporter::Reporter(const Problem& problem, const EvaluationSettings& settings, double regulariser, int workers,
                   TaskPool& pool, const World& world)
    : problem_(problem),
      settings_(settings),
      evaluator_(problem, settings, regulariser, pool),
      workers_(workers),
      world_(world) {}

void Reporter::report(Worker& worker, std::uint64_t iteration, std::span<const float> model,
                      std::span<const float> buffers) {
  auto [found, is_new] = pending_.try_emplace(iteration);
  Snapshot& snapshot = found->second;
  if (is_new && !spare_.empty()) {
    snapshot = std::move(spare_.back());
    spare_.pop_back();
  }
  snapshot.models.resize(static_cast<std::size_t>(workers_));
  worker.compute(0.0, [&] {
    LearnedModel& learned = snapshot.models[static_cast<std::size_t>(worker.rank())];
    learned.parameters.assign(model.begin(), model.end());
    learned.buffers.assign(buffers.begin(), buffers.end());
  });
  if (reported_) reported_(worker.rank(), iteration);
  if (++snapshot.reported < workers_) return;
  Evaluated evaluated = evaluator_.evaluate(snapshot.models);
  MetricsRow& row = evaluated.metrics;
  row.iteration = iteration;
  row.epoch = problem_.epochs(iteration);
  row.sim_time_s = world_.now();
  row.bytes_sent = world_.bytes_sent();
  for (WorkerMetricsRow& own : evaluated.workers) {
    own.iteration = row.iteration;
    own.epoch = row.epoch;
    own.sim_time_s = row.sim_time_s;
    worker_metrics_.push_back(own);
  }
  metrics_.push_back(row);
  snapshot.reported = 0;
  spare_.push_back(std::move(snapshot));
  pending_.erase(found);
  if (!std::isfinite(row.train_loss)) {
    throw Diverged(fmt::format("at iteration {}: the mean model's training loss is {}", iteration, row.train_loss),
                   iteration);
  }
}

}  // namespace lowband
