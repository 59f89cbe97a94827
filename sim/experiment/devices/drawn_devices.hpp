// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/base/place.hpp"

namespace lowband {

/// Devices that workers have, such as phones of many models: each worker is one of a list, every one as likely, drawn
/// with replacement. A device computes at
///
///     speed of the worker's host * its speed in the list / the reference.
///
/// So the list may be benchmark scores, of which only ratios matter, and the reference is that of the hosts as the
/// platform has them. The draw is a function of seed and worker alone: the same for all algorithms and scenarios.
class DrawnDevices {
 public:
  /// `listed`: speeds above 0, at least one, in a list or an object by name. No `reference`: their median. No `seed`:
  /// that of the run.
  DrawnDevices(Json listed, std::optional<double> reference, std::optional<int> seed);

  /// By which factor the computations of a worker take longer in a run of this seed.
  [[nodiscard]] double slowdown_of(std::uint32_t worker, std::uint64_t run_seed) const;
  /// The keys of the experiment file that say the same, without any file.
  [[nodiscard]] Json values() const;

 private:
  Json listed_;
  std::vector<double> speeds_;  ///< the same, without names
  double reference_;
  std::optional<int> seed_;
};

}  // namespace lowband
