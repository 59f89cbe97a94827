#pragma once

#include "sim/base/place.hpp"

namespace lowband {

/// Quantities with units, as SimGrid writes them. Each throws UsageError at `place` for anything else.

/// Bytes per second, from "10Mbps", "1.25MBps", "1Gibps", or a number of bytes per second; above 0.
[[nodiscard]] double read_bandwidth(const Json& json, const Place& place);
/// Seconds, from "5ms", "50us", "1s", or a number of seconds; at least 0.
[[nodiscard]] double read_duration(const Json& json, const Place& place);
/// Floating-point operations per second, from "50Gf", "500Mf", or a number of them; above 0.
[[nodiscard]] double read_speed(const Json& json, const Place& place);

}  // namespace lowband
