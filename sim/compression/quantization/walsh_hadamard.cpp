// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/walsh_hadamard.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <stdexcept>

namespace lowband {

namespace {

/// Values whose transform stays within the nearest cache.
constexpr std::size_t cached = 4096;

/// Butterflies at the distance `stride`. The order of the distances is free, as each takes one bit of the index.
void radix_2(std::span<float> values, std::size_t stride) noexcept {
  for (std::size_t first = 0; first < values.size(); first += 2 * stride) {
    float* const x = &values[first];
    for (std::size_t i = 0; i < stride; ++i) {
      const float a = x[i];
      const float b = x[i + stride];
      x[i] = a + b;
      x[i + stride] = a - b;
    }
  }
}

/// At the distances `stride` and 2 `stride` in one pass over the memory.
void radix_4(std::span<float> values, std::size_t stride) noexcept {
  for (std::size_t first = 0; first < values.size(); first += 4 * stride) {
    float* const x = &values[first];
    for (std::size_t i = 0; i < stride; ++i) {
      const float a = x[i] + x[i + stride];
      const float b = x[i] - x[i + stride];
      const float c = x[i + 2 * stride] + x[i + 3 * stride];
      const float d = x[i + 2 * stride] - x[i + 3 * stride];
      x[i] = a + c;
      x[i + stride] = b + d;
      x[i + 2 * stride] = a - c;
      x[i + 3 * stride] = b - d;
    }
  }
}

/// At the distances 1, 2 and 4.
void first_eight(std::span<float> values) noexcept {
  for (std::size_t first = 0; first < values.size(); first += 8) {
    float* const x = &values[first];
    std::array<float, 8> y{};
    std::array<float, 8> z{};
    for (std::size_t i = 0; i < 8; ++i) y[i] = (i & 1U) == 0 ? x[i] + x[i ^ 1U] : x[i ^ 1U] - x[i];
    for (std::size_t i = 0; i < 8; ++i) z[i] = (i & 2U) == 0 ? y[i] + y[i ^ 2U] : y[i ^ 2U] - y[i];
    for (std::size_t i = 0; i < 8; ++i) x[i] = (i & 4U) == 0 ? z[i] + z[i ^ 4U] : z[i ^ 4U] - z[i];
  }
}

void transform(std::span<float> values) noexcept {
  const std::size_t size = values.size();
  if (size > cached) {
    const bool by_four = size >= 4 * cached;
    const std::size_t part = by_four ? size / 4 : size / 2;
    if (by_four) {
      radix_4(values, part);
    } else {
      radix_2(values, part);
    }
    for (std::size_t first = 0; first < size; first += part) transform(values.subspan(first, part));
    return;
  }
  std::size_t stride = 1;
  if (size >= 8) {
    first_eight(values);
    stride = 8;
  }
  for (; 4 * stride <= size; stride *= 4) radix_4(values, stride);
  if (stride < size) radix_2(values, stride);
}

}  // namespace

void walsh_hadamard(std::span<float> values) {
  if (values.empty()) return;
  if (!std::has_single_bit(values.size())) {
    throw std::invalid_argument("Walsh-Hadamard transform: the number of values must be a power of two");
  }
  transform(values);
}

}  // namespace lowband
