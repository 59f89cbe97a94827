// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/devices/device_source.hpp"
#include "sim/experiment/devices/drawn_source.hpp"
#include "sim/experiment/devices/over_time_source.hpp"

namespace lowband {

const Registry<DeviceSource>& device_sources() {
  static const Registry<DeviceSource> registry(
      "kind of devices", "kind",
      {{"drawn", "each worker is a device drawn at random from a list, instead of hosts that are all alike", "",
        [] { return std::make_unique<DrawnSource>(); }},
       {"over-time", "factors over time of the speeds of hosts; at 0 what is computed there stands still", "",
        [] { return std::make_unique<OverTimeSource>(); }}});
  return registry;
}

}  // namespace lowband
