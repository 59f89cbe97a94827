// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/data/placement.hpp"
#include "models/data/shape.hpp"

namespace lowband {

/// What a pixel (0 to 255) becomes when it is gathered: scale * pixel + offset.
struct PixelScale {
  float scale = 1.0F;
  float offset = 0.0F;

  /// (pixel / 255 - mean) / deviation.
  [[nodiscard]] static PixelScale standardising(double mean, double deviation);
};

/// Images of one byte a pixel, which become floats when they are gathered: a quarter of the memory, and a quarter of
/// the traffic of a random batch.
class Pixels {
 public:
  /// `bytes` holds one image after the other, each of this shape; `scales` has one of each channel.
  Pixels(std::vector<std::uint8_t> bytes, const Shape& shape, std::vector<PixelScale> scales);

  /// Writes the images `which` (numbers from 0) to `out`, one after the other, as they are.
  void gather(std::span<const std::uint32_t> which, float* out) const;
  /// As above, each as `placements` says.
  void gather(std::span<const std::uint32_t> which, std::span<const Placement> placements, float* out) const;

  [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::span<const PixelScale> scales() const noexcept { return scales_; }

 private:
  void convert_image(const std::uint8_t* from, float* to) const;
  void prefetch_ahead(std::span<const std::uint32_t> which, std::size_t i) const;

  std::vector<std::uint8_t> bytes_;
  Shape shape_;
  std::vector<PixelScale> scales_;
};

}  // namespace lowband
