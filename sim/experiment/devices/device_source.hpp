// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sim/base/component.hpp"
#include "sim/experiment/devices/devices.hpp"

namespace lowband {

/// A way to say in an experiment file what devices workers have.
class DeviceSource : public Component {
 public:
  /// `place` is that of the source, `folder` the one that files are relative to. Throws UsageError, also where
  /// `devices` has what it adds already.
  virtual void add_to(Devices& devices, const Place& place, const std::filesystem::path& folder) const = 0;
};

[[nodiscard]] const Registry<DeviceSource>& device_sources();

}  // namespace lowband
