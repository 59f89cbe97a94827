#pragma once

#include <filesystem>
#include <memory>

#include "sim/base/component.hpp"
#include "sim/engine/profile.hpp"

namespace lowband {

/// A way to state a profile in an experiment file.
class ProfileSource : public Component {
 public:
  /// The points. `place` is that of the source, `folder` the one that files are relative to. Throws UsageError.
  [[nodiscard]] virtual Profile make(const Place& place, const std::filesystem::path& folder) const = 0;
};

[[nodiscard]] const Registry<ProfileSource>& profile_sources();

/// A profile from {"kind": KIND, ...} or {"points": [[TIME, FACTOR], ...], ...}; every rule of Profile holds. Throws
/// UsageError.
[[nodiscard]] std::shared_ptr<const Profile> read_profile(const Json& json, const Place& place,
                                                          const std::filesystem::path& folder);
/// Its points, whatever made them: read_profile() reads them back as they are.
[[nodiscard]] Json profile_json(const Profile& profile);
[[nodiscard]] Json profile_schema();

}  // namespace lowband
