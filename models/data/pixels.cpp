// SPDX-License-Identifier: Apache-2.0
#include "models/data/pixels.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "models/data/prefetch.hpp"

namespace lowband {

namespace {

void convert(const std::uint8_t* __restrict from, std::size_t count, const PixelScale& by, float* __restrict to) {
  for (std::size_t k = 0; k < count; ++k) to[k] = by.scale * static_cast<float>(from[k]) + by.offset;
}

/// Those of the coordinates 0, ..., size - 1 of a window that is `shift` further on where the image has pixels.
struct Covered {
  Covered(std::size_t size, int shift)
      : begin(std::min(size, static_cast<std::size_t>(std::max(0, -shift)))),
        count(size - std::min(size, static_cast<std::size_t>(std::abs(shift)))) {}

  std::size_t begin;
  std::size_t count;
};

/// An image at its place, as bytes: channel by channel.
void place(const std::uint8_t* from, const Shape& shape, const Placement& placement, std::span<std::uint8_t> window) {
  const std::size_t width = shape.width;
  const Covered rows(shape.height, placement.down);
  const Covered columns(width, placement.right);
  std::fill(window.begin(), window.end(), std::uint8_t{0});
  if (rows.count == 0 || columns.count == 0) return;
  from += static_cast<std::size_t>(std::max(0, placement.down)) * width +
          static_cast<std::size_t>(std::max(0, placement.right));
  std::uint8_t* to =
      window.data() + rows.begin * width + (placement.flipped ? width - columns.begin - columns.count : columns.begin);
  for (std::size_t channel = 0; channel < shape.channels; ++channel) {
    for (std::size_t y = 0; y < rows.count; ++y) {
      if (placement.flipped) {
        std::reverse_copy(from + y * width, from + y * width + columns.count, to + y * width);
      } else {
        std::copy_n(from + y * width, columns.count, to + y * width);
      }
    }
    from += shape.height * width;
    to += shape.height * width;
  }
}

}  // namespace

PixelScale PixelScale::standardising(double mean, double deviation) {
  return {.scale = static_cast<float>(1.0 / (255.0 * deviation)), .offset = static_cast<float>(-mean / deviation)};
}

Pixels::Pixels(std::vector<std::uint8_t> bytes, const Shape& shape, std::vector<PixelScale> scales)
    : bytes_(std::move(bytes)), shape_(shape), scales_(std::move(scales)) {
  if (scales_.size() != shape.channels) throw std::logic_error("Pixels: expected a scale for each channel");
}

void Pixels::gather(std::span<const std::uint32_t> which, float* out) const {
  for (std::size_t i = 0; i < which.size(); ++i) {
    prefetch_ahead(which, i);
    convert_image(bytes_.data() + which[i] * shape_.size(), out + i * shape_.size());
  }
}

void Pixels::gather(std::span<const std::uint32_t> which, std::span<const Placement> placements, float* out) const {
  std::vector<std::uint8_t> window(shape_.size());
  for (std::size_t i = 0; i < which.size(); ++i) {
    prefetch_ahead(which, i);
    place(bytes_.data() + which[i] * shape_.size(), shape_, placements[i], window);
    convert_image(window.data(), out + i * shape_.size());
  }
}

void Pixels::convert_image(const std::uint8_t* from, float* to) const {
  const std::size_t plane = shape_.height * shape_.width;
  for (const PixelScale& scale : scales_) {
    convert(from, plane, scale, to);
    from += plane;
    to += plane;
  }
}

void Pixels::prefetch_ahead(std::span<const std::uint32_t> which, std::size_t i) const {
  if (i + prefetch_distance >= which.size()) return;
  prefetch(bytes_.data() + which[i + prefetch_distance] * shape_.size(), shape_.size());
}

}  // namespace lowband
