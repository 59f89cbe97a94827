// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace lowband {

/// What scales a bucket: its 2-norm, as in QSGD's analysis, or its largest magnitude, which is much quieter.
enum class Norm : std::uint8_t { euclidean, maximum };

/// The norm of `bucket` in float. It is never less than any magnitude in the bucket: rounding is monotone, and the
/// exact norm is not less than any of these floats. 0 for a bucket of zeros, or an empty one. The squares are added in
/// double in one fixed order. Throws Diverged if a value, or the norm as a float, is not finite.
[[nodiscard]] float bucket_scale(std::span<const float> bucket, Norm norm);

}  // namespace lowband
