// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lowband {

/// A unit of measurement: how many seconds or bytes it is, and its symbol.
struct Unit {
  double size;
  std::string_view symbol;

  [[nodiscard]] bool operator==(const Unit&) const = default;
};

/// The unit in which `seconds` reads best: µs, ms, s, min or h.
[[nodiscard]] Unit time_unit(double seconds);
/// The unit in which `bytes` reads best: B, kB, MB, GB, TB or PB, in powers of 1000.
[[nodiscard]] Unit byte_unit(double bytes);
/// The unit in which a bandwidth of so many bytes/s reads best: kbps, Mbps or Gbps, as scenarios have it.
[[nodiscard]] Unit bandwidth_unit(double bytes_per_s);

/// Three significant digits, and all digits before the point: "1.23", "45.6", "789", "1024".
[[nodiscard]] std::string three_digits(double value);

/// "1.23 s", "45.6 ms"
[[nodiscard]] std::string human_seconds(double seconds);
/// "4.56 MB", "789 B"
[[nodiscard]] std::string human_bytes(double bytes);
/// "125 MB/s"
[[nodiscard]] std::string human_rate(double bytes_per_s);

/// "1.23 ± 0.04 s": both in the unit, the half-width with as many decimals as the mean.
[[nodiscard]] std::string mean_and_half_width(double mean, double half_width, Unit unit);

}  // namespace lowband
