// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace lowband {

/// Asks the system to back `memory`, of which nothing has been touched yet, by huge pages: large activations then miss
/// the cache of address translations less often. Where there are none the memory serves as well.
void prefer_huge_pages(std::span<float> memory) noexcept;

}  // namespace lowband
