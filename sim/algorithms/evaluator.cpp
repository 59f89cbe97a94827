// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/evaluator.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "sim/algorithms/sum_in_order.hpp"

namespace lowband {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t coordinates_per_task = 1U << 14U;
/// Models that are evaluated one after the other on samples that are gathered once.
constexpr std::size_t models_per_task = 16;

std::size_t tasks_for(std::size_t size, std::size_t per_task) { return (size + per_task - 1) / per_task; }

template <class T>
std::span<T> part(std::span<T> whole, std::size_t task, std::size_t per_task) {
  const std::size_t begin = task * per_task;
  return whole.subspan(begin, std::min(per_task, whole.size() - begin));
}

std::size_t taken_of(int wanted, std::size_t there) {
  return wanted == 0 ? there : std::min(there, static_cast<std::size_t>(wanted));
}

/// `count` of the indices below `size`, spread evenly: the same ones at every evaluation, whatever the seed.
std::vector<std::uint32_t> evenly_spread(std::size_t count, std::size_t size) {
  std::vector<std::uint32_t> indices(count);
  for (std::size_t i = 0; i < count; ++i) indices[i] = static_cast<std::uint32_t>(i * size / count);
  return indices;
}

/// `count` of these indices, spread evenly.
std::vector<std::uint32_t> evenly_spread(std::size_t count, const std::vector<std::uint32_t>& of) {
  std::vector<std::uint32_t> indices = evenly_spread(count, of.size());
  for (std::uint32_t& index : indices) index = of[index];
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

bool equal_bits(const FloatBuffer& a, const FloatBuffer& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

/// The models of which the others are copies, bit for bit: the first one where all are alike, else all.
std::span<const LearnedModel> distinct(std::span<const LearnedModel> learned) {
  const LearnedModel& first = learned.front();
  const bool alike = std::all_of(learned.begin(), learned.end(), [&](const LearnedModel& other) {
    return equal_bits(first.parameters, other.parameters) && equal_bits(first.buffers, other.buffers);
  });
  return alike ? learned.first(1) : learned;
}

}  // namespace

EvaluationSamples evaluation_samples(const EvaluationSettings& settings, std::size_t train, std::size_t test) {
  EvaluationSamples samples;
  samples.train = taken_of(settings.train_samples, train);
  samples.test = taken_of(settings.test_samples, test);
  samples.worker_test = taken_of(settings.worker_test_samples, samples.test);
  if (settings.worker_train_samples) samples.worker_train = taken_of(*settings.worker_train_samples, samples.train);
  return samples;
}

std::span<const std::uint32_t> Evaluator::Subset::of_piece(std::size_t index) const {
  return part(std::span<const std::uint32_t>(indices), index, piece);
}

Evaluator::Evaluator(const Problem& problem, const EvaluationSettings& settings, double regulariser, TaskPool& pool)
    : problem_(problem),
      pool_(pool),
      regulariser_(regulariser),
      keeps_workers_(settings.each_worker),
      train_{problem.data().train, {}, problem.model().evaluation_batch()},
      test_{problem.data().test, {}, train_.piece},
      worker_test_{problem.data().test, {}, train_.piece},
      worker_train_{problem.data().train, {}, train_.piece} {
  const auto samples = evaluation_samples(settings, train_.samples.size(), test_.samples.size());
  train_.indices = evenly_spread(samples.train, train_.samples.size());
  test_.indices = evenly_spread(samples.test, test_.samples.size());
  worker_test_.indices = evenly_spread(samples.worker_test, test_.indices);
  worker_train_.indices = evenly_spread(samples.worker_train, train_.indices);
}

Evaluated Evaluator::evaluate(std::span<const LearnedModel> learned, const LearnedModel* server) const {
  Evaluated evaluated;
  MetricsRow& row = evaluated.metrics;
  LearnedModel mean;
  row.consensus_distance = take_mean(learned, &LearnedModel::parameters, pool_, mean.parameters);
  take_mean(learned, &LearnedModel::buffers, pool_, mean.buffers);
  if (server != nullptr) mean = *server;

  const auto models = distinct(learned);
  SumInOrder sum(mean.parameters.size());
  std::vector<Evaluation> of_mean(test_.pieces());
  // By model, and piece by piece.
  std::vector<Evaluation> of_workers(models.size() * worker_test_.pieces());
  std::vector<Evaluation> losses_of_workers(models.size() * worker_train_.pieces());
  const std::size_t blocks = tasks_for(models.size(), models_per_task);
  const auto evaluate_block = [&](std::size_t task, const Subset& subset, std::vector<Evaluation>& results) {
    const std::size_t piece = task / blocks;
    const Batch batch =
        ProblemScratch::of_this_thread().gather(problem_.model(), subset.samples, subset.of_piece(piece));
    const std::size_t first = task % blocks * models_per_task;
    for (std::size_t i = first; i < std::min(first + models_per_task, models.size()); ++i) {
      results[i * subset.pieces() + piece] = evaluate(models[i], batch);
    }
  };
  // Gradients take longest, so they come first: then no thread is left with one while the others have nothing to do.
  const std::size_t gradients = train_.pieces();
  const std::size_t tests = gradients + of_mean.size();
  const std::size_t worker_tests = tests + blocks * worker_test_.pieces();
  pool_.for_each(worker_tests + blocks * worker_train_.pieces(), [&](std::size_t task) {
    if (task < gradients) {
      add_gradient(mean.parameters, task, sum);
    } else if (task < tests) {
      const std::size_t piece = task - gradients;
      of_mean[piece] = evaluate(
          mean, ProblemScratch::of_this_thread().gather(problem_.model(), test_.samples, test_.of_piece(piece)));
    } else if (task < worker_tests) {
      evaluate_block(task - tests, worker_test_, of_workers);
    } else {
      evaluate_block(task - worker_tests, worker_train_, losses_of_workers);
    }
  });

  const auto samples = static_cast<double>(train_.indices.size());
  row.train_loss = sum.loss() / samples;
  for (std::size_t k = 0; k < mean.parameters.size(); ++k) {
    const double component = sum.gradient()[k] / samples;
    const auto parameter = static_cast<double>(mean.parameters[k]);
    const double regularised = component + regulariser_ * parameter;
    row.gradient_norm_sq += component * component;
    row.objective_gradient_norm_sq += regularised * regularised;
    row.model_norm_sq += parameter * parameter;
  }
  row.objective = row.train_loss + 0.5 * regulariser_ * row.model_norm_sq;
  const Figures figures = figures_of(of_mean, test_);
  row.test_loss = figures.loss;
  row.test_accuracy = figures.accuracy;
  row.test_top5_accuracy = figures.top5_accuracy;

  std::vector<Figures> test(models.size());
  std::vector<Figures> train(models.size());
  for (std::size_t i = 0; i < models.size(); ++i) {
    const auto pieces_of = [i](std::span<const Evaluation> all, const Subset& subset) {
      return all.subspan(i * subset.pieces(), subset.pieces());
    };
    test[i] = figures_of(pieces_of(of_workers, worker_test_), worker_test_);
    train[i] = figures_of(pieces_of(losses_of_workers, worker_train_), worker_train_);
  }
  add_worker_figures(test, train, learned.size(), evaluated);
  return evaluated;
}

Evaluated Evaluator::nothing() {
  Evaluated evaluated;
  for (double MetricsRow::*const figure :
       {&MetricsRow::train_loss, &MetricsRow::objective, &MetricsRow::test_loss, &MetricsRow::test_accuracy,
        &MetricsRow::consensus_distance, &MetricsRow::gradient_norm_sq, &MetricsRow::objective_gradient_norm_sq,
        &MetricsRow::model_norm_sq, &MetricsRow::workers_test_accuracy, &MetricsRow::worst_worker_test_accuracy,
        &MetricsRow::workers_test_loss, &MetricsRow::workers_train_loss, &MetricsRow::worst_worker_train_loss,
        &MetricsRow::test_top5_accuracy}) {
    evaluated.metrics.*figure = nan;
  }
  return evaluated;
}

/// Adds means and extremes over the workers, whose models are those of which `test` and `train` have the figures, or
/// all copies of the only one.
void Evaluator::add_worker_figures(std::span<const Figures> test, std::span<const Figures> train, std::size_t workers,
                                   Evaluated& evaluated) const {
  MetricsRow& row = evaluated.metrics;
  const auto count = static_cast<double>(test.size());
  row.worst_worker_test_accuracy = nan;
  row.worst_worker_train_loss = nan;
  for (std::size_t i = 0; i < test.size(); ++i) {
    row.workers_test_accuracy += test[i].accuracy / count;
    row.workers_test_loss += test[i].loss / count;
    row.workers_train_loss += train[i].loss / count;
    // They pass over the NaN that is there at first.
    row.worst_worker_test_accuracy = std::fmin(row.worst_worker_test_accuracy, test[i].accuracy);
    row.worst_worker_train_loss = std::fmax(row.worst_worker_train_loss, train[i].loss);
  }
  if (!keeps_workers_) return;
  for (std::size_t i = 0; i < workers; ++i) {
    WorkerMetricsRow& own = evaluated.workers.emplace_back();
    const Figures& figures = test[std::min(i, test.size() - 1)];
    own.worker = static_cast<int>(i);
    own.test_loss = figures.loss;
    own.test_accuracy = figures.accuracy;
  }
}

void Evaluator::add_gradient(const FloatBuffer& parameters, std::size_t piece, SumInOrder& sum) const {
  auto& scratch = ProblemScratch::of_this_thread();
  const auto batch = scratch.gather(problem_.model(), train_.samples, train_.of_piece(piece));
  scratch.gradient.resize(parameters.size());
  const double loss = problem_.model().gradient(parameters, batch, {}, scratch.gradient, scratch.workspace);
  sum.add(piece, static_cast<double>(batch.size()), loss, scratch.gradient);
}

Evaluation Evaluator::evaluate(const LearnedModel& learned, const Batch& batch) const {
  return problem_.model().evaluate(learned.parameters, learned.buffers, batch,
                                   ProblemScratch::of_this_thread().workspace);
}

Evaluator::Figures Evaluator::figures_of(std::span<const Evaluation> pieces, const Subset& subset) const {
  if (pieces.empty()) return {nan, nan, nan};
  const auto samples = static_cast<double>(subset.indices.size());
  Figures figures{0.0, nan, nan};
  double correct = 0.0;
  double in_top_5 = 0.0;
  for (const Evaluation& piece : pieces) {
    figures.loss += piece.loss / samples;
    correct += piece.correct;
    in_top_5 += piece.in_top_5;
  }
  if (problem_.model().has_accuracy()) figures.accuracy = correct / samples;
  figures.top5_accuracy = in_top_5 / samples;
  return figures;
}

}  // namespace lowband
