#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/run_groups.hpp"

namespace lowband {

/// A figure over the seeds that have it.
struct Statistic {
  std::size_t count = 0;
  double mean = std::numeric_limits<double>::quiet_NaN();       ///< NaN if count is 0
  double deviation = std::numeric_limits<double>::quiet_NaN();  ///< of the sample (n - 1); NaN if count is below 2
};

/// What an algorithm achieved in a scenario, over all of its seeds.
struct ComparisonRow {
  std::string experiment;
  std::string scenario;
  std::string algorithm;
  std::string label;  ///< RunGroup::label
  std::string paradigm;
  std::string compression;
  std::string baseline;  ///< the label of what it is compared with; "" if there is none

  std::size_t seeds = 0;     ///< that the experiment asks for
  std::size_t finished = 0;  ///< of them, diverged ones included
  std::size_t diverged = 0;
  std::uint64_t diverged_at = 0;  ///< the first iteration at which one did

  std::optional<double> target_accuracy;
  std::optional<double> target_loss;
  Statistic time_to_target_s;
  Statistic bytes_to_target;
  Statistic speed_up;     ///< time of the baseline / time of this, both to the target, with the same seed
  Statistic bytes_saved;  ///< 1 - bytes of this / bytes of the baseline, likewise
  Statistic final_test_accuracy;
  Statistic final_train_loss;
  Statistic bytes_sent;
  Statistic bits_per_parameter;
};

/// A row per algorithm and scenario, scenario by scenario. What it is compared with is `baseline`, the name of an
/// algorithm (that of the same experiment, else of the first that has it), or without one the first uncompressed
/// algorithm of the same paradigm in the same experiment. Throws UsageError if no algorithm has that name.
[[nodiscard]] std::vector<ComparisonRow> compare(std::span<const ResultsFolder> results,
                                                 const std::optional<std::string>& baseline);

}  // namespace lowband
