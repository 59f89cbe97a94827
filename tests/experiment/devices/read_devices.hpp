// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "sim/experiment/devices/devices.hpp"
#include "tests/usage_error.hpp"

namespace lowband::test {

/// "devices" of an experiment file "file.json" in `folder`.
inline Devices read_devices(const std::string& json, const std::filesystem::path& folder = ".") {
  Devices devices;
  Parameters declared;
  declare_devices(declared, devices, folder, "");
  declared.read(Json{{"devices", Json::parse(json)}}, Place("file.json"));
  return devices;
}

/// What is said of them when they are refused.
inline std::string said_of_devices(const std::string& json, const std::filesystem::path& folder = ".") {
  return usage_error([&] { static_cast<void>(read_devices(json, folder)); });
}

}  // namespace lowband::test
