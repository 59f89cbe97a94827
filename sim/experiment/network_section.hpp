// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/base/parameters.hpp"
#include "sim/engine/network_settings.hpp"

namespace lowband {

/// The network from the name of a preset, or from an object {"preset": NAME, "window": SIZE, SIMGRID_KEY: VALUE,
/// ...}. Throws UsageError.
[[nodiscard]] NetworkSettings read_network(const Json& json, const Place& place);
/// What read_network() reads.
[[nodiscard]] Json network_json(const NetworkSettings& network);

/// Declares the network of an experiment.
void declare_network(Parameters& parameters, NetworkSettings& network);
/// Declares the network of a scenario, which may leave that of the experiment.
void declare_network(Parameters& parameters, std::optional<NetworkSettings>& network);

}  // namespace lowband
