// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/place.hpp"

namespace lowband {

/// What the links of a map have at one point of it; empty: each what it has without the map.
struct NetworkPoint {
  std::optional<double> bandwidth_Bps;
  std::optional<double> latency_s;
};

/// The bandwidths and latencies of a map, each ascending, of equal ratios; an empty list is no axis of it.
struct NetworkGrid {
  std::vector<double> bandwidths_Bps;
  std::vector<double> latencies_s;

  /// All points, latency by latency.
  [[nodiscard]] std::vector<NetworkPoint> points() const;
};

/// The most steps that an axis may have: beyond, a picture shows no more, and replays take hours.
inline constexpr std::size_t most_map_steps = 100;

/// `steps` (2 to most_map_steps) values from the first to the last of a range "1Mbps..10Gbps", of equal ratios; the
/// first and the last exactly. Throws UsageError at `place`, the option, if it is no range of ascending bandwidths
/// with their units.
[[nodiscard]] std::vector<double> bandwidths_in(const std::string& range, std::size_t steps, const Place& place);
/// The same of latencies above 0, "100us..200ms".
[[nodiscard]] std::vector<double> latencies_in(const std::string& range, std::size_t steps, const Place& place);

}  // namespace lowband
