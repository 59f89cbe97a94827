// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace lowband {

/// The Walsh-Hadamard transform in place, not normalised: values <- H values with H_ij = (-1)^(number of ones in i &
/// j), the order of Hadamard. H is symmetric and H H = n I, so H / sqrt(n) is a rotation and its own inverse. n, the
/// number of values, must be a power of two (std::invalid_argument). n log2 n additions in one fixed order; vectors
/// longer than a cache are halved until they fit.
void walsh_hadamard(std::span<float> values);

}  // namespace lowband
