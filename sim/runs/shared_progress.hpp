#pragma once

#include <cstdint>

namespace lowband {

/// How far a run is, in memory that the process which makes this shares with the children that it forks: a run in a
/// child tells, its parent looks.
class SharedProgress {
 public:
  /// Throws std::system_error.
  SharedProgress();
  SharedProgress(const SharedProgress&) = delete;
  SharedProgress& operator=(const SharedProgress&) = delete;
  SharedProgress(SharedProgress&&) = delete;
  SharedProgress& operator=(SharedProgress&&) = delete;
  ~SharedProgress();

  struct State {
    bool has_begun = false;  ///< the rest has been told at least once
    std::uint64_t iteration = 0;
    double sim_time_s = 0.0;
    double train_loss = 0.0;  ///< of the last evaluation; NaN before the first
  };

  /// A worker is past `iteration`.
  void update(std::uint64_t iteration, double sim_time_s, double train_loss) noexcept;
  [[nodiscard]] State state() const noexcept;

 private:
  struct Memory;
  Memory* memory_;
};

}  // namespace lowband
