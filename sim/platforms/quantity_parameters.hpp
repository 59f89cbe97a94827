// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/base/parameters.hpp"

namespace lowband {

/// Parameters that are quantities with units. The variable holds what SimGrid reads, such as "10Mbps": what was given
/// is checked, and written into the platform as it was given. An empty variable is a parameter without a default.

/// "10Mbps", "1.25MBps", or bytes per second.
void declare_bandwidth(Parameters& parameters, std::string name, std::string& variable, std::string help);
/// "5ms", "50us", or seconds.
void declare_latency(Parameters& parameters, std::string name, std::string& variable, std::string help);
/// "50Gf", or flop/s.
void declare_speed(Parameters& parameters, std::string name, std::string& variable, std::string help);

/// Seconds, of a duration that was checked when it was read.
[[nodiscard]] double seconds(const std::string& duration);
/// "1.95ms" for SimGrid, to the nanosecond.
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace lowband
