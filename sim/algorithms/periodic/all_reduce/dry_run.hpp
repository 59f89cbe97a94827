// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "sim/algorithms/periodic/all_reduce/collective.hpp"

namespace lowband {

/// How many simulated seconds these exchanges take where the workers are, one after the other, by messages that have
/// sizes and no contents; computation is left out. Nothing if that is more than `limit_s`.
[[nodiscard]] std::optional<double> dry_run_seconds(const Collective& collective, std::span<const Exchange> exchanges,
                                                    const Whereabouts& whereabouts, double limit_s);

}  // namespace lowband
