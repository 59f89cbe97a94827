#pragma once

#include <optional>
#include <span>

#include "sim/algorithms/all_reduce/collective.hpp"

namespace lowband {

/// How many simulated seconds these exchanges take on a platform, one after the other, by messages that have sizes and
/// no contents; computation is left out. Nothing if that is more than `limit_s`. Takes place in a child process.
[[nodiscard]] std::optional<double> dry_run_seconds(const Collective& collective, std::span<const Exchange> exchanges,
                                                    const PlatformSettings& platform, double limit_s);

}  // namespace lowband
