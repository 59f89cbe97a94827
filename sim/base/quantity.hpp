// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/place.hpp"

namespace lowband {

/// Quantities with units, as SimGrid writes them. Each throws UsageError at `place` for anything else. A plain number
/// is taken for what it is most likely meant to be: where it would be absurd in its unit, one must be given.

/// Bytes per second, from "10Mbps", "1.25MBps", "1Gibps", or a number of bytes per second from 1000 on; above 0.
[[nodiscard]] double read_bandwidth(const Json& json, const Place& place);
/// Seconds, from "5ms", "50us", "1s", "24h", or a number of seconds; at least 0.
[[nodiscard]] double read_duration(const Json& json, const Place& place);
/// Seconds that a message is under way, from "5ms", "50us", or a number of seconds below 1; at least 0.
[[nodiscard]] double read_latency(const Json& json, const Place& place);
/// Flop/s, from "10Gf", "500Mf", or a number of flop/s from a million on; above 0.
[[nodiscard]] double read_speed(const Json& json, const Place& place);
/// Bytes, from "6MiB", "64kB", "1500B", or a number of bytes; above 0.
[[nodiscard]] double read_size(const Json& json, const Place& place);
/// Any of these, or a plain number of any size, in bytes per second, seconds, flop/s or bytes.
[[nodiscard]] double read_any_quantity(const Json& json, const Place& place);

/// What is measured in bytes/s, in seconds, or in flop/s.
enum class Dimension : std::uint8_t { bandwidth, duration, speed };

/// How much a unit is: 125000 for "Mbps". As columns are often called throughput_mbps, letters may be small or large
/// where no unit is written just so: "mbps" is "Mbps", not "MBps". Nothing for what is no unit of the dimension.
[[nodiscard]] std::optional<double> unit_size(Dimension dimension, std::string_view unit);

/// The same values as text that these read back, exactly: "1250000Bps", "0.005s", "50000000000f".
[[nodiscard]] std::string exact_bandwidth(double bytes_per_second);
[[nodiscard]] std::string exact_duration(double seconds);
[[nodiscard]] std::string exact_speed(double flops);

/// `value`, in bytes/s, s, flop/s or bytes, as text with a unit like that of `text`: of the same family (bps, Bps,
/// iBps, ...), with the prefix that reads best, rounded to some digits. 1.25e8 like "1Mbps" is "1Gbps".
[[nodiscard]] std::string quantity_like(std::string_view text, double value, int digits = 6);

}  // namespace lowband
