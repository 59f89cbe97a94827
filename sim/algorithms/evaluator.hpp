#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/algorithms/problem.hpp"
#include "sim/engine/task_pool.hpp"
#include "sim/results/run_record.hpp"

namespace lowband {

/// When and on what models are evaluated.
struct EvaluationSettings {
  int every = 20;            ///< local SGD steps; the initial and the final model are evaluated too
  int train_samples = 2048;  ///< size of the fixed training subset for loss and gradient norm; 0 = all
  int test_samples = 0;      ///< 0 = all
  bool each_worker = false;  ///< each worker's model is tested too, beside the mean of them
};

class SumInOrder;

/// Evaluates what workers have learned, on all threads of the pool. Means and sums are taken in a fixed order, so the
/// number of threads changes nothing.
class Evaluator {
 public:
  Evaluator(const Problem& problem, const EvaluationSettings& settings, TaskPool& pool);

  /// The figures of the mean model: that of the parameters, with the mean of the buffers, both taken in double. Its
  /// test loss and accuracy are those of evaluation. Its training loss and gradient are taken as workers take theirs,
  /// in training mode, on pieces of Model::evaluation_batch() samples, so that batch normalisation uses the statistics
  /// of each piece; no buffer moves, and nothing is dropped.
  [[nodiscard]] MetricsRow mean_model(std::span<const LearnedModel> workers) const;

  /// The test figures of every worker's own model with its own buffers, by rank.
  [[nodiscard]] std::vector<WorkerMetricsRow> each_model(std::span<const LearnedModel> workers) const;

 private:
  struct TestFigures {
    double loss = 0.0;
    double accuracy = 0.0;  ///< NaN if the model has none
  };

  void train(const FloatBuffer& parameters, std::size_t piece, SumInOrder& sum) const;
  [[nodiscard]] Evaluation test(const LearnedModel& learned, std::size_t piece) const;
  [[nodiscard]] TestFigures figures_of(std::span<const Evaluation> pieces) const;

  const Problem& problem_;
  TaskPool& pool_;
  std::size_t piece_;  ///< samples that are evaluated at a time
  std::vector<std::uint32_t> train_subset_;
  std::vector<std::uint32_t> test_subset_;
};

}  // namespace lowband
