// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/data/pixels.hpp"
#include "models/data/shape.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

// Standardising: x becomes (x - mean) / deviation, with the mean and the standard deviation (divided by their number)
// of all training values of its channel; a feature that is no image's is a channel. Where all values are equal, the
// deviation is taken for 1.

/// What that makes of pixels of images of this shape, one after the other: a scale of each channel.
[[nodiscard]] std::vector<PixelScale> standardising_scales(std::span<const std::uint8_t> train, const Shape& shape);

/// Does that with the samples of both, by the figures of `train`.
void standardise(FloatBuffer& train, FloatBuffer& test, const Shape& shape);

}  // namespace lowband
