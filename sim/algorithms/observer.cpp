#include "sim/algorithms/observer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

constexpr std::size_t coordinates_per_task = 1U << 14U;

std::size_t tasks_for(std::size_t size, std::size_t per_task) { return (size + per_task - 1) / per_task; }

template <class T>
std::span<T> part(std::span<T> whole, std::size_t task, std::size_t per_task) {
  const std::size_t begin = task * per_task;
  return whole.subspan(begin, std::min(per_task, whole.size() - begin));
}

/// `count` indices spread evenly over `size` samples: the same ones at every evaluation, whatever the seed.
std::vector<std::uint32_t> evenly_spread(int count, std::size_t size) {
  const std::size_t taken = count == 0 ? size : std::min(size, static_cast<std::size_t>(count));
  std::vector<std::uint32_t> indices(taken);
  for (std::size_t i = 0; i < taken; ++i) indices[i] = static_cast<std::uint32_t>(i * size / taken);
  return indices;
}

}  // namespace

Observer::Observer(const Problem& problem, const EvaluationSettings& settings, int workers, TaskPool& pool,
                   std::function<std::uint64_t()> bytes_sent)
    : problem_(problem),
      settings_(settings),
      workers_(workers),
      pool_(pool),
      bytes_sent_(std::move(bytes_sent)),
      train_subset_(evenly_spread(settings.train_samples, problem.data().train.size())),
      test_subset_(evenly_spread(settings.test_samples, problem.data().test.size())) {}

void Observer::report(Worker& worker, std::uint64_t iteration, std::span<const float> model) {
  auto [found, is_new] = pending_.try_emplace(iteration);
  Snapshot& snapshot = found->second;
  if (is_new && !spare_.empty()) {
    snapshot = std::move(spare_.back());
    spare_.pop_back();
  }
  snapshot.models.resize(static_cast<std::size_t>(workers_));
  worker.compute(0.0,
                 [&] { snapshot.models[static_cast<std::size_t>(worker.rank())].assign(model.begin(), model.end()); });
  if (reported_) reported_(worker.rank(), iteration);
  if (++snapshot.reported < workers_) return;
  MetricsRow row = evaluate(snapshot);
  row.iteration = iteration;
  row.epoch = problem_.epochs(iteration);
  row.sim_time_s = worker.now();
  row.bytes_sent = bytes_sent_();
  metrics_.push_back(row);
  snapshot.reported = 0;
  spare_.push_back(std::move(snapshot));
  pending_.erase(found);
  if (!std::isfinite(row.train_loss)) {
    throw Diverged(fmt::format("at iteration {}: the mean model's training loss is {}", iteration, row.train_loss));
  }
}

/// Writes the mean of the models; returns the consensus distance.
double Observer::mean_model(const Snapshot& snapshot, FloatBuffer& mean) const {
  const std::size_t tasks = tasks_for(mean.size(), coordinates_per_task);
  std::vector<double> distances(tasks, 0.0);
  pool_.for_each(tasks, [&](std::size_t task) {
    const auto target = part(std::span<float>(mean), task, coordinates_per_task);
    std::vector<double> sum(target.size(), 0.0);
    for (const auto& model : snapshot.models) {
      const auto from = part(std::span<const float>(model), task, coordinates_per_task);
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += static_cast<double>(from[k]);
    }
    for (std::size_t k = 0; k < sum.size(); ++k) {
      sum[k] /= workers_;
      target[k] = static_cast<float>(sum[k]);
    }
    double distance = 0.0;
    for (const auto& model : snapshot.models) {
      const auto from = part(std::span<const float>(model), task, coordinates_per_task);
      for (std::size_t k = 0; k < sum.size(); ++k) {
        const double off = static_cast<double>(from[k]) - sum[k];
        distance += off * off;
      }
    }
    distances[task] = distance;
  });
  double total = 0.0;
  for (const double distance : distances) total += distance;
  return total / workers_;
}

MetricsRow Observer::evaluate(const Snapshot& snapshot) const {
  const Model& model = problem_.model();
  const std::size_t samples_per_task = model.evaluation_batch();
  FloatBuffer mean(problem_.parameter_count());
  MetricsRow row;
  row.consensus_distance = mean_model(snapshot, mean);

  const std::span<const std::uint32_t> train(train_subset_);
  const std::span<const std::uint32_t> test(test_subset_);
  const std::size_t train_tasks = tasks_for(train.size(), samples_per_task);
  const std::size_t test_tasks = tasks_for(test.size(), samples_per_task);
  std::vector<double> train_loss(train_tasks);
  std::vector<FloatBuffer> gradients(train_tasks);
  std::vector<Evaluation> tested(test_tasks);
  pool_.for_each(train_tasks + test_tasks, [&](std::size_t task) {
    auto& scratch = ProblemScratch::of_this_thread();
    if (task < train_tasks) {
      const auto batch = scratch.gather(model, problem_.data().train, part(train, task, samples_per_task));
      gradients[task].resize(mean.size());
      train_loss[task] =
          model.gradient(mean, batch, {}, gradients[task], scratch.workspace) * static_cast<double>(batch.size());
    } else {
      const std::size_t index = task - train_tasks;
      const auto batch = scratch.gather(model, problem_.data().test, part(test, index, samples_per_task));
      tested[index] = model.evaluate(mean, {}, batch, scratch.workspace);
    }
  });

  for (const double loss : train_loss) row.train_loss += loss / static_cast<double>(train.size());
  std::size_t correct = 0;
  for (const auto& evaluation : tested) {
    row.test_loss += evaluation.loss / static_cast<double>(test.size());
    correct += evaluation.correct;
  }
  row.test_accuracy = model.has_accuracy() ? static_cast<double>(correct) / static_cast<double>(test.size())
                                           : std::numeric_limits<double>::quiet_NaN();
  for (std::size_t k = 0; k < mean.size(); ++k) {
    double component = 0.0;
    for (std::size_t task = 0; task < train_tasks; ++task) {
      const auto samples = static_cast<double>(part(train, task, samples_per_task).size());
      component += static_cast<double>(gradients[task][k]) * samples;
    }
    component /= static_cast<double>(train.size());
    row.gradient_norm_sq += component * component;
  }
  return row;
}

}  // namespace lowband
