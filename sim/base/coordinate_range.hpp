// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace lowband {

/// Consecutive coordinates of a vector.
struct CoordinateRange {
  std::size_t first = 0;
  std::size_t size = 0;

  [[nodiscard]] std::size_t end() const noexcept { return first + size; }
  [[nodiscard]] bool contains(const CoordinateRange& other) const noexcept {
    return first <= other.first && other.end() <= end();
  }
  /// What of this range is in `other`, too; empty, at one of its ends, if nothing is.
  [[nodiscard]] CoordinateRange within(const CoordinateRange& other) const noexcept {
    const std::size_t begin = std::clamp(other.first, first, end());
    return {begin, std::clamp(other.end(), begin, end()) - begin};
  }
  bool operator==(const CoordinateRange&) const = default;

  template <class T>
  [[nodiscard]] std::span<T> of(std::span<T> vector) const {
    return vector.subspan(first, size);
  }
};

}  // namespace lowband
