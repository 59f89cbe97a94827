// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "sim/base/lanes.hpp"

namespace lowband {

/// rotated = H D values / sqrt(n): `values`, filled up with zeros to the n of `rotated`, a power of two; D a diagonal
/// of random signs, H the Walsh-Hadamard transform. Value i changes its sign if bit i mod 32 of number i / 32 from
/// `signs` is 1. Norms are kept, up to rounding, for vectors of any magnitude. Throws Diverged if a value is NaN or
/// infinite, or a rotated one beyond float32, which a vector with a 2-norm within float32 does not have.
void rotate(std::span<const float> values, Lanes& signs, std::span<float> rotated);

/// The first values of D H rotated / sqrt(n), the inverse. `rotated`, which must be finite, is overwritten. What
/// exceeds the largest float becomes that.
void rotate_back(std::span<float> rotated, Lanes& signs, std::span<float> values);

}  // namespace lowband
