#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/target_options.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

/// A figure over the seeds that have it.
struct Statistic {
  std::size_t count = 0;
  double mean = std::numeric_limits<double>::quiet_NaN();       ///< NaN if count is 0
  double deviation = std::numeric_limits<double>::quiet_NaN();  ///< of the sample (n - 1); NaN if count is below 2
};

/// A run that did not end well, and why.
struct Complaint {
  std::uint64_t seed = 0;
  std::string status;  ///< "unstable" or "diverged"
  std::string reason;
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
  bool is_fastest = false;      ///< to the target in this scenario, of those that all seeds reached and hold at the end

  std::size_t seeds = 0;     ///< that the experiment asks for
  std::size_t finished = 0;  ///< of them, unstable and diverged ones included
  std::size_t unstable = 0;
  std::size_t diverged = 0;
  std::uint64_t diverged_at = 0;      ///< the first iteration at which one did
  std::vector<Complaint> complaints;  ///< of the unstable and the diverged

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
  Statistic train_loss;          ///< of the mean model
  Statistic consensus_distance;  ///< mean squared distance of the workers' models from their mean
};

struct Comparison {
  std::vector<ComparisonRow> rows;  ///< per algorithm and scenario, as group_runs() has them
  bool is_by_paradigm = false;      ///< each paradigm has a baseline of its own
};

/// Compares all algorithms with the baseline that choose_baselines() makes of `baseline`, at the target of their
/// experiment or that of `options`. A speed-up takes two runs of one seed that finished and reached the same target,
/// and experiments without differences(). Throws UsageError if no algorithm has that name, `options` cannot be kept, or
/// what a target is about was not recorded.
[[nodiscard]] Comparison compare(std::span<const ResultsFolder> results, const std::optional<std::string>& baseline,
                                 const TargetOptions& options);

}  // namespace lowband
