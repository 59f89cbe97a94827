#include "models/data/pixels.hpp"

#include <stdexcept>
#include <utility>

#include "models/data/prefetch.hpp"

namespace lowband {

namespace {

void convert(const std::uint8_t* __restrict from, std::size_t count, const PixelScale& by, float* __restrict to) {
  for (std::size_t k = 0; k < count; ++k) to[k] = by.scale * static_cast<float>(from[k]) + by.offset;
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
  const std::size_t size = shape_.size();
  const std::size_t plane = shape_.height * shape_.width;
  for (std::size_t i = 0; i < which.size(); ++i) {
    if (i + prefetch_distance < which.size()) {
      prefetch(bytes_.data() + which[i + prefetch_distance] * size, size);
    }
    const std::uint8_t* from = bytes_.data() + which[i] * size;
    for (const PixelScale& scale : scales_) {
      convert(from, plane, scale, out);
      from += plane;
      out += plane;
    }
  }
}

}  // namespace lowband
