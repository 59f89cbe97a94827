// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/algorithms/problem.hpp"
#include "sim/results/run_record.hpp"
#include "sim/world/task_pool.hpp"

namespace lowband {

/// When and on what models are evaluated. The samples are spread evenly over the data, the same ones at every
/// evaluation and for every algorithm; 0 stands for all.
struct EvaluationSettings {
  int every = 20;                             ///< local SGD steps; the initial and the final model are evaluated too
  int train_samples = 2048;                   ///< for loss and gradient of the mean model
  int test_samples = 0;                       ///< for test figures of the mean model
  int worker_test_samples = 1000;             ///< of the test samples, for those of the workers' own models
  std::optional<int> worker_train_samples{};  ///< of the training samples, for their training loss; empty: not taken
  bool each_worker = false;                   ///< the figures of each worker are kept, beside means and extremes
};

/// How many samples an evaluation is really made on, where data are as large as these.
struct EvaluationSamples {
  std::size_t train = 0;
  std::size_t test = 0;
  std::size_t worker_test = 0;
  std::size_t worker_train = 0;  ///< 0: not taken
};
[[nodiscard]] EvaluationSamples evaluation_samples(const EvaluationSettings& settings, std::size_t train,
                                                   std::size_t test);

/// What an evaluation finds, but for when it was made.
struct Evaluated {
  MetricsRow metrics;
  std::vector<WorkerMetricsRow> workers;  ///< by rank, if they are to be kept
};

class SumInOrder;

/// Evaluates what workers have learned, on all threads of the pool. Means and sums are taken in a fixed order, so the
/// number of threads changes nothing.
class Evaluator {
 public:
  /// `regulariser`: the objective is the loss plus regulariser / 2 ||x||^2.
  Evaluator(const Problem& problem, const EvaluationSettings& settings, double regulariser, TaskPool& pool);

  /// The figures of the mean model, which is that of the parameters, with the mean of the buffers, both taken in
  /// double, and of the workers' own models with their own buffers, `learned` by rank. Test figures and the workers'
  /// training losses are those of evaluation. The mean model's training loss and gradient are taken as workers take
  /// theirs, in training mode, on pieces of Model::evaluation_batch() samples, so that batch normalisation uses the
  /// statistics of each piece; no buffer moves, and nothing is dropped. Models that are equal bit for bit are evaluated
  /// once.
  ///
  /// `server`: its model is taken in place of the mean model.
  [[nodiscard]] Evaluated evaluate(std::span<const LearnedModel> learned, const LearnedModel* server = nullptr) const;

  /// What is found of a model that is not trained: every figure is NaN.
  [[nodiscard]] static Evaluated nothing();

 private:
  /// A fixed subset of a set of samples, and the pieces in which it is evaluated.
  struct Subset {
    const Samples& samples;
    std::vector<std::uint32_t> indices;
    std::size_t piece;

    [[nodiscard]] std::size_t pieces() const noexcept { return (indices.size() + piece - 1) / piece; }
    [[nodiscard]] std::span<const std::uint32_t> of_piece(std::size_t index) const;
  };
  /// Means over a subset; NaN where there are none.
  struct Figures {
    double loss;
    double accuracy;
    double top5_accuracy;
  };

  void add_gradient(const FloatBuffer& parameters, std::size_t piece, SumInOrder& sum) const;
  [[nodiscard]] Evaluation evaluate(const LearnedModel& learned, const Batch& batch) const;
  [[nodiscard]] Figures figures_of(std::span<const Evaluation> pieces, const Subset& subset) const;
  void add_worker_figures(std::span<const Figures> test, std::span<const Figures> train, std::size_t workers,
                          Evaluated& evaluated) const;

  const Problem& problem_;
  TaskPool& pool_;
  double regulariser_;
  bool keeps_workers_;
  Subset train_;
  Subset test_;
  Subset worker_test_;
  Subset worker_train_;
};

}  // namespace lowband
