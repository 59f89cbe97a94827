// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

namespace lowband {

/// Whether a shell pattern, as for fnmatch(3), matches a name.
[[nodiscard]] bool matches(const std::string& pattern, const std::string& name);
/// Whether it does, or is the name itself, which may hold what a pattern has other uses for.
[[nodiscard]] bool is_or_matches(const std::string& pattern, const std::string& name);

/// "no host matches "wroker-*", did you mean "worker-0"?"; `kind` is the word for what has these names.
[[nodiscard]] std::string no_match(const std::string& kind, const std::string& pattern,
                                   std::span<const std::string> names);

}  // namespace lowband
