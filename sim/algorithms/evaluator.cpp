#include "sim/algorithms/evaluator.hpp"

#include <algorithm>
#include <limits>

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

/// Writes the mean over the workers of this vector of theirs; returns their mean squared distance from it.
double take_mean(std::span<const LearnedModel> workers, FloatBuffer LearnedModel::*vector, TaskPool& pool,
                 FloatBuffer& mean) {
  const auto count = static_cast<double>(workers.size());
  mean.resize((workers.front().*vector).size());
  const std::size_t tasks = tasks_for(mean.size(), coordinates_per_task);
  std::vector<double> distances(tasks, 0.0);
  pool.for_each(tasks, [&](std::size_t task) {
    const auto target = part(std::span<float>(mean), task, coordinates_per_task);
    std::vector<double> sum(target.size(), 0.0);
    for (const auto& worker : workers) {
      const auto from = part(std::span<const float>(worker.*vector), task, coordinates_per_task);
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += static_cast<double>(from[k]);
    }
    for (std::size_t k = 0; k < sum.size(); ++k) {
      sum[k] /= count;
      target[k] = static_cast<float>(sum[k]);
    }
    double distance = 0.0;
    for (const auto& worker : workers) {
      const auto from = part(std::span<const float>(worker.*vector), task, coordinates_per_task);
      for (std::size_t k = 0; k < sum.size(); ++k) {
        const double off = static_cast<double>(from[k]) - sum[k];
        distance += off * off;
      }
    }
    distances[task] = distance;
  });
  double total = 0.0;
  for (const double distance : distances) total += distance;
  return total / count;
}

}  // namespace

Evaluator::Evaluator(const Problem& problem, const EvaluationSettings& settings, TaskPool& pool)
    : problem_(problem),
      pool_(pool),
      piece_(problem.model().evaluation_batch()),
      train_subset_(evenly_spread(settings.train_samples, problem.data().train.size())),
      test_subset_(evenly_spread(settings.test_samples, problem.data().test.size())) {}

MetricsRow Evaluator::mean_model(std::span<const LearnedModel> workers) const {
  LearnedModel mean;
  MetricsRow row;
  row.consensus_distance = take_mean(workers, &LearnedModel::parameters, pool_, mean.parameters);
  take_mean(workers, &LearnedModel::buffers, pool_, mean.buffers);
  train_figures(mean.parameters, row);
  const TestFigures tested = test_figures({&mean, 1}).front();
  row.test_loss = tested.loss;
  row.test_accuracy = tested.accuracy;
  return row;
}

std::vector<WorkerMetricsRow> Evaluator::each_model(std::span<const LearnedModel> workers) const {
  const auto tested = test_figures(workers);
  std::vector<WorkerMetricsRow> rows(tested.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].worker = static_cast<int>(i);
    rows[i].test_loss = tested[i].loss;
    rows[i].test_accuracy = tested[i].accuracy;
  }
  return rows;
}

/// As many pieces at a time as there are threads: gradients of all of them at once could take more memory than the
/// workers do.
void Evaluator::train_figures(const FloatBuffer& parameters, MetricsRow& row) const {
  const std::span<const std::uint32_t> train(train_subset_);
  const auto samples = static_cast<double>(train.size());
  const std::size_t pieces = tasks_for(train.size(), piece_);
  const auto at_a_time = static_cast<std::size_t>(pool_.threads());
  std::vector<FloatBuffer> gradients(std::min(pieces, at_a_time));
  std::vector<double> losses(gradients.size());
  std::vector<double> sum(parameters.size(), 0.0);
  for (std::size_t first = 0; first < pieces; first += at_a_time) {
    const std::size_t count = std::min(at_a_time, pieces - first);
    const auto size_of = [&](std::size_t i) { return static_cast<double>(part(train, first + i, piece_).size()); };
    pool_.for_each(count, [&](std::size_t i) {
      auto& scratch = ProblemScratch::of_this_thread();
      const auto batch = scratch.gather(problem_.model(), problem_.data().train, part(train, first + i, piece_));
      gradients[i].resize(parameters.size());
      losses[i] = problem_.model().gradient(parameters, batch, {}, gradients[i], scratch.workspace) * size_of(i);
    });
    for (std::size_t i = 0; i < count; ++i) row.train_loss += losses[i] / samples;
    pool_.for_each(tasks_for(sum.size(), coordinates_per_task), [&](std::size_t task) {
      const auto target = part(std::span<double>(sum), task, coordinates_per_task);
      for (std::size_t i = 0; i < count; ++i) {
        const auto gradient = part(std::span<const float>(gradients[i]), task, coordinates_per_task);
        const double weight = size_of(i);
        for (std::size_t k = 0; k < target.size(); ++k) target[k] += static_cast<double>(gradient[k]) * weight;
      }
    });
  }
  for (const double component : sum) row.gradient_norm_sq += (component / samples) * (component / samples);
}

std::vector<Evaluator::TestFigures> Evaluator::test_figures(std::span<const LearnedModel> models) const {
  const Model& model = problem_.model();
  const std::span<const std::uint32_t> test(test_subset_);
  const auto samples = static_cast<double>(test.size());
  const std::size_t pieces = tasks_for(test.size(), piece_);
  std::vector<Evaluation> evaluated(models.size() * pieces);
  pool_.for_each(evaluated.size(), [&](std::size_t task) {
    const LearnedModel& learned = models[task / pieces];
    auto& scratch = ProblemScratch::of_this_thread();
    const auto batch = scratch.gather(model, problem_.data().test, part(test, task % pieces, piece_));
    evaluated[task] = model.evaluate(learned.parameters, learned.buffers, batch, scratch.workspace);
  });
  std::vector<TestFigures> figures(models.size());
  for (std::size_t i = 0; i < models.size(); ++i) {
    std::size_t correct = 0;
    for (const auto& piece : std::span(evaluated).subspan(i * pieces, pieces)) {
      figures[i].loss += piece.loss / samples;
      correct += piece.correct;
    }
    figures[i].accuracy =
        model.has_accuracy() ? static_cast<double>(correct) / samples : std::numeric_limits<double>::quiet_NaN();
  }
  return figures;
}

}  // namespace lowband
