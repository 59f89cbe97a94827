// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace lowband::testing {

/// How often this thread has called operator new so far; always 0 under sanitizers, whose operator new is left alone.
[[nodiscard]] std::size_t allocations() noexcept;

}  // namespace lowband::testing
