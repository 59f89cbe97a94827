// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lowband {

/// A worker, as far as the time of its local steps goes.
struct SteppingWorker {
  double host_flops = 0.0;  ///< flop/s of its host
  double slowdown = 1.0;    ///< by which its steps take longer
  double device = 1.0;      ///< by how much the device that it has drawn is faster than its host
  /// The least and the greatest factor over time of its device; none: always the same.
  std::optional<std::pair<double, double>> over_time{};
};

/// What a local step costs.
struct StepCost {
  /// Operations: the least and the most of any algorithm.
  std::pair<double, double> flops{};
  std::optional<double> step_time_s{};  ///< takes the place of these
};

/// How long a local step takes on each kind of workers, by time: those on hosts of the same speed with the same
/// slow-down and device are one. A line per kind, of many kinds those of the fastest, the middle one and the slowest;
/// and a line about factors over time, beside which times are told. Jitter, of mean 1, is left out.
[[nodiscard]] std::string step_lines(const StepCost& cost, const std::vector<SteppingWorker>& workers);

/// "33.6Mflop", "1.2Gflop to 1.3Gflop"
[[nodiscard]] std::string flops_text(std::pair<double, double> flops);

}  // namespace lowband
