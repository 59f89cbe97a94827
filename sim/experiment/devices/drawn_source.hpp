// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "sim/experiment/devices/device_source.hpp"

namespace lowband {

/// DrawnDevices from a list, or from a file: JSON, or a column of CSV.
class DrawnSource final : public DeviceSource {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  void add_to(Devices& devices, const Place& place, const std::filesystem::path& folder) const override;

 private:
  Json listed_;  ///< null where there is a file
  std::optional<std::string> file_;
  std::string column_ = "speed";
  std::optional<double> reference_;
  std::optional<int> seed_;
};

}  // namespace lowband
