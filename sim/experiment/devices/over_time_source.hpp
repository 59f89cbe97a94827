// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "sim/experiment/devices/device_source.hpp"

namespace lowband {

/// Speeds of hosts over time, such as devices that are busy or out of use now and then: rows of host, time and factor.
/// From its time on the speed of the host, or of all hosts whose names match, is so many times its own, until the next
/// row of the same text; 1 before the first, and what the last says for ever.
class OverTimeSource final : public DeviceSource {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  void add_to(Devices& devices, const Place& place, const std::filesystem::path& folder) const override;

  /// The keys of the experiment file that say the same as `profiles`, without any file.
  [[nodiscard]] static Json values(const HostProfiles& profiles);

 private:
  std::optional<HostProfiles> listed_;
  std::optional<std::string> file_;
};

}  // namespace lowband
