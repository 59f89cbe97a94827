// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// How many periods a client has that takes so many steps; no more than `enough` are counted.
[[nodiscard]] std::uint64_t periods_of(std::uint64_t steps, const Period& period, std::uint64_t enough);

}  // namespace lowband
