// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// What messages made of a link.
struct LinkUse {
  std::uint64_t bytes = 0;   ///< of all messages that crossed it
  double flowing_s = 0.0;    ///< for so long at least one of them was under way, wherever on its route
  double utilisation = 0.0;  ///< bytes over what it can carry in that time; 0 of a link that none crossed
};

/// The use of each of the timeline's links, by messages that were taken.
[[nodiscard]] std::vector<LinkUse> link_use(const Timeline& timeline);

/// Bytes over time, in equal parts of the time from `from_s` to `to_s` of a timeline. A message's bytes count evenly
/// between its departure and its arrival, on each link of its route; without a duration, where it departs.
struct TrafficSeries {
  double begin_s = 0.0;
  double bin_s = 0.0;                      ///< the length of each part
  std::vector<std::vector<double>> links;  ///< bytes on each of the timeline's links, by part; empty: it had none

  /// The share of what a link can carry that it carried in a part.
  [[nodiscard]] double utilisation(const Timeline& timeline, std::size_t link, std::size_t bin) const {
    return links.at(link).empty() ? 0.0 : links[link].at(bin) / (timeline.links.at(link).usable_Bps * bin_s);
  }
};

/// The series of messages that were taken, in `bins` at least 1 parts.
[[nodiscard]] TrafficSeries traffic_series(const Timeline& timeline, std::size_t bins);

}  // namespace lowband
