// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace lowband {

/// The factor of n >= 1 that is nearest to its square root from below; 1 for a prime.
[[nodiscard]] int largest_divisor_to_root(int n);

/// n / d, rounded up.
[[nodiscard]] constexpr int divided_up(int n, int d) noexcept { return n / d + (n % d == 0 ? 0 : 1); }

/// What part `index` of `parts` gets when n are shared out evenly; the first get one more where it does not come out.
[[nodiscard]] constexpr int even_share(int n, int parts, int index) noexcept {
  return n / parts + (index < n % parts ? 1 : 0);
}

/// The least integer whose power `exponent` is at least n >= 1.
[[nodiscard]] int root_up(int n, int exponent);

/// The product, or 2^53 where it is larger than that.
[[nodiscard]] std::int64_t product(const std::vector<int>& factors);

}  // namespace lowband
