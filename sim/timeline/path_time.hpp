// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/timeline/critical_path.hpp"

namespace lowband {

/// What a critical path consists of, in seconds.
struct PathTime {
  /// Local steps, as far as those of a round take the path no longer than they take a worker in the mean.
  double computing_s = 0.0;
  double stragglers_s = 0.0;    ///< by so much longer those on the path take than a worker's in the mean
  double coding_s = 0.0;        ///< other computation: encoding, decoding, adding, mixing
  double latency_s = 0.0;       ///< of messages: their routes' latency when they departed
  double transmission_s = 0.0;  ///< of messages: what their bytes take alone on the narrowest link of their route
  /// Of messages, all beyond both: they share links with others, wait behind others of their connection, or are held
  /// back by its window; and changes of links while they are under way.
  double queueing_s = 0.0;
  double waiting_s = 0.0;  ///< nobody did anything: a program waited for a time, or for its other program
  /// So often the path goes through local steps: the synchronisations that it crosses.
  std::uint64_t synchronisations = 0;
  /// With b bits per coordinate in place of those that messages have, transmission and queueing would take
  /// scalable_s - b scalable_s_per_bit less: the same path with other bytes, in proportion.
  double scalable_s = 0.0;
  double scalable_s_per_bit = 0.0;

  [[nodiscard]] double total_s() const noexcept {
    return computing_s + stragglers_s + coding_s + latency_s + transmission_s + queueing_s + waiting_s;
  }
  /// The share of the time that codes of so many bits per coordinate save; below 0: that they cost. An estimate: with
  /// other bytes another path may be the critical one, and another codec takes other computation.
  [[nodiscard]] double gain(double bits) const noexcept {
    const double total = total_s();
    return total > 0.0 ? (scalable_s - bits * scalable_s_per_bit) / total : 0.0;
  }
};

/// The time of `path`, a critical path of `timeline`.
[[nodiscard]] PathTime path_time(const Timeline& timeline, std::span<const PathStretch> path);

/// The time of each synchronisation of the path, from the first to the last: from the local steps to all that follows
/// until the next ones. They add up to path_time(), but for what is before the first local steps.
[[nodiscard]] std::vector<PathTime> path_time_by_synchronisation(const Timeline& timeline,
                                                                 std::span<const PathStretch> path);

}  // namespace lowband
