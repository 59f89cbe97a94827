#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/run_record.hpp"

namespace lowband {

/// Whose figure a target, a table or a plot is about.
enum class TargetOf : std::uint8_t {
  workers,       ///< the mean of what the workers' own models have
  worst_worker,  ///< the least accuracy, or the largest loss, that a worker's own model has
  mean_model,    ///< what the mean of all models has; between workers that differ nobody has this model
  server,        ///< what the server's model has, where there is one: it is evaluated in place of the mean model
};

/// "workers", "worst-worker", "mean-model", "server": as `evaluation.of` has them.
[[nodiscard]] const std::vector<std::string>& target_of_names();
/// The `TargetOf` of that name; empty: there is none.
[[nodiscard]] std::optional<TargetOf> target_of_named(std::string_view name);
[[nodiscard]] std::string name_of(TargetOf of);

/// What a run is to reach.
struct TargetRule {
  std::optional<double> accuracy;  ///< this test accuracy or more, in [0, 1]
  std::optional<double> loss;      ///< this training loss or less; with `accuracy` too, both at once
  TargetOf of = TargetOf::workers;
  std::uint64_t hold = 2;  ///< for so many evaluations in a row, at least 1

  /// There is a target.
  [[nodiscard]] bool exists() const noexcept { return accuracy || loss; }
  [[nodiscard]] bool operator==(const TargetRule&) const = default;
};

/// The test accuracy, in [0, 1], and the training loss of an evaluation; NaN if it was not recorded.
[[nodiscard]] double test_accuracy_of(const MetricsRow& row, TargetOf of);
[[nodiscard]] double train_loss_of(const MetricsRow& row, TargetOf of);

/// Whether an evaluation meets what `rule` asks for; true if that is nothing.
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
