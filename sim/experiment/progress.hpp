#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace lowband {

/// One line on a terminal that tells how far a run is, rewritten a few times a second. Where standard error is no
/// terminal, but a log, it gets a line per run, when that is over. Silent on request. It is the only part of a run,
/// beside its timing, that looks at the real clock.
class Progress {
 public:
  /// Opens what is behind standard error now: a run's own standard error may lead elsewhere.
  explicit Progress(bool quiet);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;
  ~Progress();

  /// A run of `iterations` steps begins.
  void begin(const std::string& label, std::uint64_t iterations);
  /// A worker is past `iteration`; `train_loss` is that of the last evaluation, NaN before the first.
  void update(std::uint64_t iteration, double sim_time_s, double train_loss);
  /// The run is over: its line is completed by `outcome`.
  void end(const std::string& outcome);

 private:
  using Clock = std::chrono::steady_clock;

  void write(const std::string& text) const;

  int output_ = -1;  ///< none: nothing is shown
  bool is_terminal_ = false;
  std::string label_;
  std::uint64_t iterations_ = 0;
  Clock::time_point begun_;
  Clock::time_point shown_;
};

}  // namespace lowband
