#include "sim/algorithms/evaluator.hpp"

#include <algorithm>
#include <limits>

#include "sim/algorithms/sum_in_order.hpp"

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
  SumInOrder sum(mean.parameters.size());
  const std::size_t train_pieces = tasks_for(train_subset_.size(), piece_);
  std::vector<Evaluation> tested(tasks_for(test_subset_.size(), piece_));
  // Gradients take longest, so they come first: then no thread is left with one while the others have nothing to do.
  pool_.for_each(train_pieces + tested.size(), [&](std::size_t task) {
    if (task < train_pieces) {
      train(mean.parameters, task, sum);
    } else {
      const std::size_t piece = task - train_pieces;
      tested[piece] = test(mean, piece);
    }
  });
  const auto samples = static_cast<double>(train_subset_.size());
  row.train_loss = sum.loss() / samples;
  for (const double component : sum.gradient()) row.gradient_norm_sq += (component / samples) * (component / samples);
  const TestFigures figures = figures_of(tested);
  row.test_loss = figures.loss;
  row.test_accuracy = figures.accuracy;
  return row;
}

std::vector<WorkerMetricsRow> Evaluator::each_model(std::span<const LearnedModel> workers) const {
  const std::size_t pieces = tasks_for(test_subset_.size(), piece_);
  std::vector<Evaluation> tested(workers.size() * pieces);
  pool_.for_each(tested.size(), [&](std::size_t task) { tested[task] = test(workers[task / pieces], task % pieces); });
  std::vector<WorkerMetricsRow> rows(workers.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const TestFigures figures = figures_of(std::span(tested).subspan(i * pieces, pieces));
    rows[i].worker = static_cast<int>(i);
    rows[i].test_loss = figures.loss;
    rows[i].test_accuracy = figures.accuracy;
  }
  return rows;
}

void Evaluator::train(const FloatBuffer& parameters, std::size_t piece, SumInOrder& sum) const {
  auto& scratch = ProblemScratch::of_this_thread();
  const auto batch =
      scratch.gather(problem_.model(), problem_.data().train, part<const std::uint32_t>(train_subset_, piece, piece_));
  scratch.gradient.resize(parameters.size());
  const double loss = problem_.model().gradient(parameters, batch, {}, scratch.gradient, scratch.workspace);
  sum.add(piece, static_cast<double>(batch.size()), loss, scratch.gradient);
}

Evaluation Evaluator::test(const LearnedModel& learned, std::size_t piece) const {
  auto& scratch = ProblemScratch::of_this_thread();
  const auto batch =
      scratch.gather(problem_.model(), problem_.data().test, part<const std::uint32_t>(test_subset_, piece, piece_));
  return problem_.model().evaluate(learned.parameters, learned.buffers, batch, scratch.workspace);
}

Evaluator::TestFigures Evaluator::figures_of(std::span<const Evaluation> pieces) const {
  const auto samples = static_cast<double>(test_subset_.size());
  TestFigures figures;
  std::size_t correct = 0;
  for (const Evaluation& piece : pieces) {
    figures.loss += piece.loss / samples;
    correct += piece.correct;
  }
  figures.accuracy = problem_.model().has_accuracy() ? static_cast<double>(correct) / samples
                                                     : std::numeric_limits<double>::quiet_NaN();
  return figures;
}

}  // namespace lowband
