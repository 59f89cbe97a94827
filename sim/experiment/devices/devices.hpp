// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "sim/base/parameters.hpp"
#include "sim/engine/compute_settings.hpp"
#include "sim/experiment/devices/drawn_devices.hpp"

namespace lowband {

/// What is said of the devices that workers have, beyond the hosts of the platform: of each kind of device_sources()
/// once at most. Their factors are multiplied.
struct Devices {
  std::optional<DrawnDevices> drawn{};
  HostProfiles over_time{};

  [[nodiscard]] bool empty() const noexcept { return !drawn && over_time.empty(); }
  /// These settings with devices for so many workers in a run of this seed.
  [[nodiscard]] ComputeSettings added_to(ComputeSettings settings, int workers, std::uint64_t seed) const;
  /// As it can be read back, without any file; null if there are none.
  [[nodiscard]] Json values() const;
};

/// Declares "devices": null, {"kind": KIND, ...} or a list of such, where {...} without a kind is one of "drawn". Files
/// are relative to `folder`; `help` says what they are for.
void declare_devices(Parameters& parameters, Devices& devices, const std::filesystem::path& folder, std::string help);

}  // namespace lowband
