// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

namespace lowband {

/// The shape of one sample: an image of `channels` planes, one after the other, each `height` rows of `width` values.
/// What is no image is a column: {features, 1, 1}.
struct Shape {
  std::size_t channels = 0;
  std::size_t height = 1;
  std::size_t width = 1;
  /// Where zeros are not stored (sparse data): the values of a sample that are, in the mean over the samples.
  std::optional<double> stored = std::nullopt;
  /// Where values are the numbers of symbols (text): how many symbols there are.
  std::optional<std::size_t> symbols = std::nullopt;

  [[nodiscard]] std::size_t size() const noexcept { return channels * height * width; }
  friend bool operator==(const Shape&, const Shape&) = default;
};

}  // namespace lowband
