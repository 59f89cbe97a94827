// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

#include "sim/base/shared_memory.hpp"

namespace lowband {

/// How far a run is, in memory that the process which makes this shares with the children that it forks: a run in a
/// child tells, its parent looks. Making one throws std::system_error if there is no memory for it.
class SharedProgress {
 public:
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
  /// Each number by itself is never half written; that they belong to the same moment does not matter to who looks.
  struct Numbers {
    std::atomic<bool> has_begun{false};
    std::atomic<std::uint64_t> iteration{0};
    std::atomic<double> sim_time_s{0.0};
    std::atomic<double> train_loss{0.0};
  };

  SharedMemory<Numbers> numbers_;
};

}  // namespace lowband
