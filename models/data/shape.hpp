#pragma once

#include <cstddef>

namespace lowband {

/// The shape of one sample: an image of `channels` planes, one after the other, each `height` rows of `width` values.
/// What is no image is a column: {features, 1, 1}.
struct Shape {
  std::size_t channels = 0;
  std::size_t height = 1;
  std::size_t width = 1;

  [[nodiscard]] std::size_t size() const noexcept { return channels * height * width; }
  friend bool operator==(const Shape&, const Shape&) = default;
};

}  // namespace lowband
