// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/results/metrics/metric.hpp"
#include "sim/results/run_record.hpp"
#include "sim/results/target_of.hpp"

namespace lowband {

/// So much of a metric, or better.
struct Goal {
  const Metric* metric;  ///< one of find_metric()
  double value;

  [[nodiscard]] bool operator==(const Goal&) const = default;
};

/// What a run is to reach.
struct TargetRule {
  std::vector<Goal> goals;  ///< all of them at once; each of another metric, in the order of the registry
  TargetOf of = TargetOf::workers;
  std::uint64_t hold = 2;  ///< for so many evaluations in a row, at least 1

  /// There is a target.
  [[nodiscard]] bool exists() const noexcept { return !goals.empty(); }
  /// What is to be reached of this metric, if anything.
  [[nodiscard]] std::optional<double> value_of(std::string_view metric) const;
  /// Adds a goal where it belongs. There is none of this metric yet.
  void add(const Metric& metric, double value);
  [[nodiscard]] bool operator==(const TargetRule&) const = default;
};

/// Whether an evaluation meets what `rule` asks for; true if that is nothing. NaN meets nothing.
[[nodiscard]] bool meets(const MetricsRow& row, const TargetRule& rule);

/// Where a run reached its target: the first evaluation from which it holds.
struct Reached {
  std::size_t evaluation = 0;  ///< its index in RunRecord::metrics
  double sim_time_s = 0.0;
  std::uint64_t bytes_sent = 0;
  bool is_short = false;  ///< met up to the end of the run, but by fewer evaluations than `hold`
  bool is_lost = false;   ///< no longer met at the end of the run
};

/// Touching is not reaching: the target is reached at the first evaluation from which it is met `hold` times in a row.
/// What the last evaluations meet counts although they are fewer, and is marked as short; not so in a run that
/// diverged, which did not end there of itself. Empty: the target was not reached, or there is none.
[[nodiscard]] std::optional<Reached> reached_target(const RunRecord& run, const TargetRule& rule);

}  // namespace lowband
