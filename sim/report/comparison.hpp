// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/algorithm_theory.hpp"
#include "sim/report/statistic.hpp"
#include "sim/report/target_options.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

/// A run that did not end well, and why.
struct Complaint {
  std::uint64_t seed = 0;
  std::string status;  ///< "unstable" or "diverged"
  std::string reason;
};

/// What one run achieved of what algorithms can be best in; NaN where it has no such figure.
struct SeedFigures {
  std::uint64_t seed = 0;
  double time_to_target_s = std::numeric_limits<double>::quiet_NaN();
  double bytes_to_target = std::numeric_limits<double>::quiet_NaN();
  double test_accuracy = std::numeric_limits<double>::quiet_NaN();  ///< at the end, of whom the target is about
};

/// A metric that was asked for, at the last evaluation.
struct MetricFigure {
  Statistic statistic;
  std::string text;  ///< what it is, in words: "test error, of the server's model on 1000 test samples"
};

/// What an algorithm achieved in a scenario, over all of its seeds.
struct ComparisonRow {
  std::string experiment;
  std::string scenario;
  std::string algorithm;
  std::string label;  ///< RunGroup::label
  std::string paradigm;
  std::string compression;
  bool has_exact_sizes = true;  ///< of messages: Summary::sizes
  std::string baseline;         ///< the label of what it is compared with; "" if there is none
  std::string why_not;          ///< why there is no speed-up, where a reader would expect one; else ""
  bool may_win = false;     ///< all seeds finished soundly and, if there is a target, reached it and hold it at the end
  bool is_fastest = false;  ///< to the target in this scenario, of those that may win
  std::vector<std::string> differences{};  ///< that keep anyone from winning in this scenario: see differences()

  std::size_t seeds = 0;     ///< that the experiment asks for
  std::size_t finished = 0;  ///< of them, unstable and diverged ones included
  std::size_t unstable = 0;
  std::size_t diverged = 0;
  std::uint64_t diverged_at = 0;      ///< the first iteration at which one did
  std::vector<Complaint> complaints;  ///< of the unstable and the diverged
  std::vector<SeedFigures> runs;      ///< of those that are there, by seed

  TargetRule target;
  std::string target_text;                ///< the target in words; "" if there is none
  std::uint64_t target_samples = 0;       ///< on which it is measured
  std::uint64_t worker_test_samples = 0;  ///< on which the workers' own models are tested; 0 if they are not
  std::size_t reached_short = 0;          ///< runs that met it at the end only: see Reached
  std::size_t reached_lost = 0;           ///< runs that reached it and lost it again: see Reached

  Statistic time_to_target_s;
  Statistic bytes_to_target;
  Statistic speed_up;     ///< time of the baseline / time of this, both to the target, with the same seed
  Statistic bytes_saved;  ///< 1 - bytes of this / bytes of the baseline, likewise
  Statistic sim_time_s;   ///< of the whole run
  Statistic bytes_sent;
  Statistic bits_per_parameter;
  Statistic mean_staleness;  ///< of the changes that were taken: Summary::mean_staleness
  // At the last evaluation:
  Statistic workers_test_accuracy;  ///< mean of the workers' own models
  Statistic worst_worker_test_accuracy;
  Statistic test_accuracy;  ///< of the mean model
  Statistic workers_train_loss;
  Statistic worst_worker_train_loss;
  Statistic train_loss;                 ///< of the mean model
  Statistic consensus_distance;         ///< mean squared distance of the workers' models from their mean
  std::vector<MetricFigure> metrics{};  ///< of Comparison::metrics
  AlgorithmTheory theory{};             ///< where it was asked for
  Statistic bound{};                    ///< what theory says of the metric "mean-gradient"
};

struct Comparison {
  std::vector<ComparisonRow> rows;  ///< per algorithm and scenario, as group_runs() has them
  bool is_by_paradigm = false;      ///< each paradigm has a baseline of its own
  double confidence = standard_confidence;
  std::vector<const Metric*> metrics{};  ///< that were asked for, beside the figures that all comparisons have
  bool has_theory = false;               ///< rows have what theory says
};

/// What is compared, and with what.
struct ComparisonOptions {
  std::optional<std::string> baseline{};    ///< see choose_baselines()
  TargetOptions target{};                   ///< in place of the experiments' own
  std::optional<std::string> only{};        ///< see groups_matching(): the rows that are shown, and may win
  double confidence = standard_confidence;  ///< of the intervals, in (0, 1)
  std::vector<std::string> metrics{};       ///< names of metrics(): see MetricFigure; of whom the target is about
  const Theory* theory = nullptr;           ///< what theory says, to stand beside it
};

/// Compares all algorithms with the baseline that choose_baselines() makes of the options, at the target of their
/// experiment or that of the options. A metric that was not recorded of whom the target is about is that of the mean
/// model, or the server's, unless the options say whose. A speed-up takes two runs of one seed that finished and
/// reached the same target, and experiments without differences(); the baseline need not be among the rows. Throws
/// UsageError if an option cannot be kept, or what a target is about was not recorded.
[[nodiscard]] Comparison compare(std::span<const ResultsFolder> results, const ComparisonOptions& options = {});

}  // namespace lowband
