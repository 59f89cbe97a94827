// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "sim/base/coordinate_range.hpp"

namespace lowband {

/// A range of coordinates cut into `count` consecutive chunks, as even as can be: the first size mod count chunks are
/// one longer, and with more chunks than coordinates the last ones are empty.
class Chunks {
 public:
  Chunks(CoordinateRange range, int count) : range_(range), count_(static_cast<std::size_t>(count)) {}
  /// A whole vector of `size` coordinates.
  Chunks(std::size_t size, int count) : Chunks(CoordinateRange{0, size}, count) {}

  [[nodiscard]] int count() const noexcept { return static_cast<int>(count_); }
  [[nodiscard]] std::size_t begin(int chunk) const noexcept {
    const auto c = static_cast<std::size_t>(chunk);
    const std::size_t longer = range_.size % count_;
    return range_.first + c * (range_.size / count_) + (c < longer ? c : longer);
  }
  [[nodiscard]] std::size_t size(int chunk) const noexcept { return begin(chunk + 1) - begin(chunk); }
  [[nodiscard]] CoordinateRange range(int chunk) const noexcept { return {begin(chunk), size(chunk)}; }
  /// `count` consecutive chunks together.
  [[nodiscard]] CoordinateRange range(int chunk, int count) const noexcept {
    return {begin(chunk), begin(chunk + count) - begin(chunk)};
  }

  template <class T>
  [[nodiscard]] std::span<T> of(std::span<T> vector, int chunk) const {
    return range(chunk).of(vector);
  }

 private:
  CoordinateRange range_;
  std::size_t count_;
};

}  // namespace lowband
