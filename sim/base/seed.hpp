// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/base/parameters.hpp"

namespace lowband {

inline constexpr Range seed_range{.least = 0, .most = 0x1p53};  // every JSON reader keeps integers up to there

/// A seed from JSON. Throws UsageError at `place`.
[[nodiscard]] std::uint64_t read_seed(const Json& json, const Place& place);

/// A parameter that is a seed, or null: then `seed` stays empty.
[[nodiscard]] Parameter seed_parameter(std::string name, std::optional<std::uint64_t>& seed, std::string help);

}  // namespace lowband
