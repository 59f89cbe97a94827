// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/algorithms/reporter.hpp"
#include "sim/base/parameters.hpp"
#include "sim/results/target.hpp"

namespace lowband {

/// "evaluation" of an experiment: when and on what models are evaluated, and what is to be reached. The latter is
/// judged when results are read, so that no training depends on it, unless runs are to stop there.
struct EvaluationSection {
  EvaluationSettings settings;    ///< but for what is optional here
  std::string clock = "auto";     ///< what triggers evaluations
  std::optional<double> every_s;  ///< by "seconds", in place of settings.every
  std::optional<int> worker_test_samples;
  std::optional<int> worker_train_samples;
  std::optional<double> target_accuracy;
  std::optional<double> target_loss;
  std::string of = "auto";  ///< whose models the target is about
  int hold = 2;             ///< evaluations for which the target must be met to be reached

  bool stop_at_target = false;  ///< a run ends where the target has been held

  void parameters(Parameters& parameters);
  /// Throws UsageError at what does not go together.
  void check(const Place& place) const;

  /// "auto" becomes what it stands for where this is known: the server's, if all algorithms have one.
  void settle_of(bool all_have_servers);
  /// Where nothing is learned evaluations cost nothing: unless the file says otherwise, there is one at each step that
  /// workers come to.
  void settle_every(bool is_trained);
  /// Leaves evaluations of a single sample at both ends of so many steps.
  void shorten(std::uint64_t iterations);
  /// What is to be reached.
  [[nodiscard]] TargetRule target() const;
  /// What brings evaluations about of workers who come to the same iterations, or do not.
  [[nodiscard]] EvaluationClock clock_for(bool is_in_step) const;

  /// The settings for so many workers. Unless the file says otherwise, their own models are tested on 1000 samples, or
  /// on fewer where all workers' would be above 200,000; their training losses are taken, on as many, where they may be
  /// the target: there is one of a loss, or the model has no accuracy.
  [[nodiscard]] EvaluationSettings settings_for(int workers, bool has_accuracy) const;

  /// The keys by which results are judged when they are read.
  [[nodiscard]] static const std::vector<std::string>& target_keys();

 private:
  void declare_every(Parameters& parameters);

  bool is_every_given_ = false;
};

}  // namespace lowband
