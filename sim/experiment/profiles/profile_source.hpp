// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "sim/base/component.hpp"
#include "sim/base/quantity.hpp"
#include "sim/engine/profile.hpp"

namespace lowband {

/// What a profile is to be of, and the folder that files are relative to.
struct ProfileUse {
  Dimension dimension = Dimension::bandwidth;
  std::filesystem::path folder = ".";
};

/// A profile, and the value that its factors multiply where it has one of its own: bytes/s, seconds, flop/s.
struct StatedProfile {
  Profile profile;
  std::optional<double> value{};
};

/// A way to state a profile in an experiment file.
class ProfileSource : public Component {
 public:
  /// The points. `place` is that of the source. Throws UsageError.
  [[nodiscard]] virtual StatedProfile make(const Place& place, const ProfileUse& use) const = 0;
};

[[nodiscard]] const Registry<ProfileSource>& profile_sources();

/// A profile from {"kind": KIND, ...} or {"points": [[TIME, FACTOR], ...], ...}; every rule of Profile holds. Throws
/// UsageError.
[[nodiscard]] StatedProfile read_profile(const Json& json, const Place& place, const ProfileUse& use);
/// Its points, whatever made them: read_profile() reads them back as they are.
[[nodiscard]] Json profile_json(const Profile& profile);
[[nodiscard]] Json profile_schema();

}  // namespace lowband
