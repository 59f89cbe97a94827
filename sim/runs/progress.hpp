// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/runs/progress_line.hpp"
#include "sim/runs/shared_progress.hpp"

namespace lowband {

/// A run that goes on.
struct RunningRun {
  std::string label;  ///< "3/8 ring@fast"
  std::chrono::steady_clock::time_point begun;
  SharedProgress::State state;
};

/// One line on a terminal that tells how far runs are, rewritten at every look. Where standard error is no terminal,
/// but a log, it gets a line per run, when that is over. Silent on request.
class Progress {
 public:
  /// Runs are of `iterations` steps each.
  Progress(bool quiet, std::uint64_t iterations) : line_(quiet), iterations_(iterations) {}

  /// Whether there is a line to be shown, every fifth of a second or so.
  [[nodiscard]] bool is_live() const noexcept { return line_.is_live(); }
  /// These go on, and `done` of `runs` are over. One alone is told of in full, of several all names and percentages,
  /// each cut as far as all of them fit.
  void show(const std::vector<RunningRun>& running, std::size_t done, std::size_t runs) const;
  /// A run is over: a line of its own.
  void end(const std::string& label, const std::string& outcome, std::chrono::steady_clock::time_point begun) const;

 private:
  [[nodiscard]] std::string one(const RunningRun& run) const;
  [[nodiscard]] std::string several(const std::vector<RunningRun>& running, std::size_t done, std::size_t runs) const;

  ProgressLine line_;
  std::uint64_t iterations_;
};

}  // namespace lowband
