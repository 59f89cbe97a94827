#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/algorithms/evaluator.hpp"
#include "sim/base/parameters.hpp"

namespace lowband {

/// "evaluation" of an experiment: when and on what models are evaluated, and what is to be reached. The latter is
/// judged when results are read, so that no training depends on it.
struct EvaluationSection {
  EvaluationSettings settings;  ///< but for what is optional here
  std::optional<int> worker_test_samples;
  std::optional<int> worker_train_samples;
  std::optional<double> target_accuracy;
  std::optional<double> target_loss;
  std::string of = "workers";  ///< whose models the target is about
  int hold = 2;                ///< evaluations for which the target must be met to be reached

  void parameters(Parameters& parameters);

  /// The settings for so many workers. Unless the file says otherwise, their own models are tested on 1000 samples, or
  /// on fewer where all workers' would be above 200,000; their training losses are taken, on as many, where they may be
  /// the target: there is one of a loss, or the model has no accuracy.
  [[nodiscard]] EvaluationSettings settings_for(int workers, bool has_accuracy) const;

  /// The keys by which results are judged when they are read.
  [[nodiscard]] static const std::vector<std::string>& target_keys();
};

}  // namespace lowband
