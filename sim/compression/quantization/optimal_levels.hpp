// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace lowband {

/// The levels l_0 <= l_1 <= ... that make unbiased rounding of `sorted` to them as quiet as any levels can: rounding x
/// in [l, u] to one of the two has the variance (u - x)(x - l), and the sum of these over all values is the least
/// (ZipML: Zhang et al., ICML 2017). `sorted` holds at least two values in ascending order; the first and the last are
/// levels. All levels are among the values, as between two values the sum is linear in a level; where there are more
/// levels than values the last is repeated.
///
/// By dynamic programming over the values. With w(a, b) the sum between values a and b, w(a, c) + w(b, d) <=
/// w(a, d) + w(b, c) for a <= b <= c <= d, so the best last interval moves up with its upper end and halving finds all
/// of them: levels * n log n steps instead of the levels * n^2 of a plain search, for the same result.
void optimal_levels(std::span<const float> sorted, std::span<float> levels);

}  // namespace lowband
