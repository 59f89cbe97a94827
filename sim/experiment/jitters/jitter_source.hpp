// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sim/base/component.hpp"
#include "sim/engine/jitter.hpp"

namespace lowband {

/// A distribution of jitter as an experiment file states it.
class JitterSource : public Component {
 public:
  /// `place` is that of the source, `folder` the one that files are relative to. Throws UsageError.
  [[nodiscard]] virtual Jitter make(const Place& place, const std::filesystem::path& folder) const = 0;
};

[[nodiscard]] const Registry<JitterSource>& jitter_sources();

/// The sigmas of log-normal jitter.
inline constexpr Range jitter_sigmas{.least = 0, .most = 2};
/// Durations, in any unit: only their ratios matter.
inline constexpr Range jitter_durations{.least = 0, .most = 1e30, .above = true};

/// Declares "jitter": a number, the sigma of log-normal jitter, or {"distribution": NAME, ...}. What a file holds
/// stands in the values themselves, so that these need no file.
void declare_jitter(Parameters& parameters, Jitter& jitter, std::filesystem::path folder);

}  // namespace lowband
