// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/reporter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/coordinate_range.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

void copy(std::span<const float> model, std::span<const float> buffers, LearnedModel& into) {
  into.parameters.assign(model.begin(), model.end());
  into.buffers.assign(buffers.begin(), buffers.end());
}

/// Copies what of a vector is both in `part`, which begins at `first`, and in `into`, which begins at `into_first`.
void copy_part(std::span<const float> part, std::size_t first, FloatBuffer& into, std::size_t into_first) {
  const CoordinateRange target{into_first, into.size()};
  const CoordinateRange common = target.within({first, part.size()});
  if (common.size == 0) return;
  const auto from = part.subspan(common.first - first, common.size);
  std::copy(from.begin(), from.end(), into.begin() + static_cast<std::ptrdiff_t>(common.first - into_first));
}

}  // namespace

Reporter::Reporter(const Problem& problem, const ReporterSettings& settings, int workers, TaskPool& pool,
                   const World& world)
    : problem_(problem),
      settings_(settings),
      evaluator_(problem, settings.evaluation, settings.regulariser, pool),
      workers_(static_cast<std::uint64_t>(workers)),
      world_(world),
      told_(workers_ + static_cast<std::size_t>(settings.servers)) {}

void Reporter::reached(Worker& worker, std::uint64_t steps, std::span<const float> model,
                       std::span<const float> buffers) {
  if (is_over_) throw RunIsOver();
  Told& told = told_[static_cast<std::size_t>(worker.rank())];
  const auto before = std::exchange(told.steps, steps);
  if (before) ++told.reports;
  const std::uint64_t total_before = total_steps_;
  total_steps_ += steps - before.value_or(0);
  const bool is_by_iterations = settings_.clock == EvaluationClock::iterations;
  if (progress_ && before && (!is_by_iterations || worker.rank() == 0)) {
    progress_(is_by_iterations ? steps : total_steps_ / workers_);
  }
  if (!is_by_iterations) return report_steps(worker, total_before, total_steps_, model, buffers);
  if ((before && !is_due_by_iterations(*before, steps)) || stopped_after_) return;
  report_iteration(worker, steps, model, buffers);
}

/// The first synchronisation at or after each multiple of `every`, and that at the end.
bool Reporter::is_due_by_iterations(std::uint64_t before, std::uint64_t iteration) const noexcept {
  const auto every = static_cast<std::uint64_t>(settings_.evaluation.every);
  return iteration / every != before / every || iteration == settings_.iterations;
}

void Reporter::report_iteration(Worker& worker, std::uint64_t iteration, std::span<const float> model,
                                std::span<const float> buffers) {
  LearnedModel& copied = pending(iteration).models[static_cast<std::size_t>(worker.rank())];
  worker.compute(0.0, [&] { copy(model, buffers, copied); });
  if (reported_) reported_(worker.rank(), iteration);
  complete(worker.rank(), iteration);
}

/// Nobody waits for what is known from the beginning.
void Reporter::report_shard(Worker& server, std::size_t first, std::span<const float> shard, std::uint64_t iteration) {
  Told& told = told_.at(static_cast<std::size_t>(server.rank()));
  const auto before = std::exchange(told.steps, iteration);
  if (before) ++told.reports;
  const bool is_due = before && is_due_by_iterations(*before, iteration) && !stopped_after_;
  if (is_due) copy_shard(server, first, shard, pending(iteration));
  if (reported_) reported_(server.rank(), iteration);
  if (is_due) complete(server.rank(), iteration);
}

Reporter::Snapshot& Reporter::pending(std::uint64_t iteration) {
  auto [found, is_new] = pending_.try_emplace(iteration);
  Snapshot& snapshot = found->second;
  if (is_new && !spare_.empty()) {
    snapshot = std::move(spare_.back());
    spare_.pop_back();
  }
  snapshot.models.resize(workers_);
  return snapshot;
}

void Reporter::complete(int rank, std::uint64_t iteration) {
  const auto found = pending_.find(iteration);
  if (++found->second.reported < (iteration == 0 ? workers_ : told_.size())) return;
  Snapshot complete = std::move(found->second);
  pending_.erase(found);
  evaluate(complete, iteration);
  complete.reported = 0;
  spare_.push_back(std::move(complete));
  stop_at_target(told_[static_cast<std::size_t>(rank)].reports);
}

/// The totals are those of this report, whatever others have told while it was copied.
void Reporter::report_steps(Worker& worker, std::uint64_t total_before, std::uint64_t total,
                            std::span<const float> model, std::span<const float> buffers) {
  const auto rank = static_cast<std::size_t>(worker.rank());
  latest_.models.resize(workers_);
  worker.compute(0.0, [&] { copy(model, buffers, latest_.models[rank]); });
  // A server that has not been told of its model yet has that with which all begin.
  if (settings_.servers > 0 && !latest_.server)
    latest_.server.emplace(LearnedModel{problem_.initial(), problem_.initial_buffers()});
  if (latest_.reported < workers_) {
    if (told_[rank].reports == 0) ++latest_.reported;
    if (latest_.reported < workers_) return;  // nobody knows yet where the others begin
    evaluate(latest_, 0);
    static_cast<void>(is_due(0, 0));
    return stop_at_target(0);
  }
  const bool is_last = total >= workers_ * settings_.iterations;
  if (is_due(total_before, total) || is_last) {
    evaluate(latest_, total / workers_);
    stop_at_target(0);
  }
  if (is_last) end();
}

bool Reporter::is_due(std::uint64_t total_before, std::uint64_t total) {
  if (settings_.clock == EvaluationClock::total_steps) {
    const std::uint64_t every = workers_ * static_cast<std::uint64_t>(settings_.evaluation.every);
    return total / every != total_before / every;
  }
  const double now = world_.now();
  if (now < static_cast<double>(next_due_) * settings_.every_s) return false;
  next_due_ = std::max(next_due_ + 1, static_cast<std::uint64_t>(now / settings_.every_s) + 1);
  return true;
}

void Reporter::serves(Worker& server, std::size_t first, std::span<const float> shard, std::uint64_t iteration) {
  const auto [steps, is_first] = server_steps_.try_emplace(server.rank(), 0);
  if (!is_first) ++steps->second;
  if (settings_.clock == EvaluationClock::iterations) return report_shard(server, first, shard, iteration);
  copy_shard(server, first, shard, latest_);
}

std::map<int, std::uint64_t> Reporter::server_steps() const {
  auto steps = server_steps_;
  const auto workers = static_cast<int>(workers_);
  for (int server = workers; server < workers + settings_.servers; ++server) steps.try_emplace(server, 0);
  return steps;
}

void Reporter::copy_shard(Worker& server, std::size_t first, std::span<const float> shard, Snapshot& into) {
  if (!into.server) into.server.emplace(LearnedModel{problem_.initial(), problem_.initial_buffers()});
  LearnedModel& copied = *into.server;
  server.compute(0.0, [&] {
    copy_part(shard, first, copied.parameters, 0);
    copy_part(shard, first, copied.buffers, copied.parameters.size());
  });
}

void Reporter::evaluate(const Snapshot& snapshot, std::uint64_t iteration) {
  const LearnedModel* server = snapshot.server ? &*snapshot.server : nullptr;
  const bool is_trained = problem_.model().is_trained();
  Evaluated evaluated = is_trained ? evaluator_.evaluate(snapshot.models, server) : Evaluator::nothing();
  MetricsRow& row = evaluated.metrics;
  row.iteration = iteration;
  row.epoch = problem_.epochs(iteration);
  row.sim_time_s = world_.now();
  row.bytes_sent = world_.bytes_sent();
  gradient_norms_sq_ += row.gradient_norm_sq;
  row.mean_gradient_norm_sq = gradient_norms_sq_ / static_cast<double>(metrics_.size() + 1);
  for (WorkerMetricsRow& own : evaluated.workers) {
    own.iteration = row.iteration;
    own.epoch = row.epoch;
    own.sim_time_s = row.sim_time_s;
    worker_metrics_.push_back(own);
  }
  metrics_.push_back(row);
  if (is_trained && !std::isfinite(row.train_loss)) {
    throw Diverged(fmt::format("at iteration {}: the {} model's training loss is {}", iteration,
                               server != nullptr ? "server's" : "mean", row.train_loss),
                   iteration);
  }
  if (evaluated_) evaluated_();
}

void Reporter::stop_at_target(std::uint64_t reports) {
  const TargetRule& target = settings_.stop_at;
  if (!target.exists() || metrics_.size() < target.hold) return;
  const auto held = metrics_.end() - static_cast<std::ptrdiff_t>(target.hold);
  if (!std::all_of(held, metrics_.end(), [&](const MetricsRow& row) { return meets(row, target); })) return;
  if (!on_stop_) end();
  stopped_after_ = reports;
  on_stop_();
}

void Reporter::end() {
  is_over_ = true;
  throw RunIsOver();
}

bool Reporter::has_stopped(int rank) const {
  return stopped_after_ && told_[static_cast<std::size_t>(rank)].reports >= *stopped_after_ + more_;
}

}  // namespace lowband
