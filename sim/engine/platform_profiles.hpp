// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "sim/engine/platform_xml.hpp"
#include "sim/engine/profile.hpp"

namespace lowband {

/// The profiles that a platform file itself has, by SimGrid's name of the link or host.
struct PlatformProfiles {
  std::map<std::string, Profile> bandwidths;  ///< factors are bytes/s, above 0
  std::map<std::string, Profile> latencies;   ///< factors are seconds, from 0
  std::map<std::string, Profile> speeds;      ///< factors of the speed, above 0
};

/// Reads the profiles of `platform` and the files that it names. Throws UsageError "FILE: ..." that names the host or
/// link of a file that is missing or that cannot be used, and of any state file.
[[nodiscard]] PlatformProfiles read_platform_profiles(const PlatformXml& platform);

}  // namespace lowband
