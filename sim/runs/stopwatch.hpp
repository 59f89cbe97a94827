// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>

#include "sim/results/machine_name.hpp"
#include "sim/results/run_record.hpp"

namespace lowband {

/// Real time, from now on.
class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
  }
  [[nodiscard]] Timing timing(int threads, bool is_replayed) const {
    return {seconds(), threads, machine_name(), fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(started_)),
            is_replayed};
  }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::time_t started_ = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
};

}  // namespace lowband
