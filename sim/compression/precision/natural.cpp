// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/precision/natural.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "sim/compression/chunked.hpp"
#include "sim/compression/sign/sign_bits.hpp"
#include "sim/compression/sums.hpp"

namespace lowband {

namespace {

constexpr std::uint32_t mantissa_bits = 23;

std::uint32_t magnitude_bits(float value) noexcept { return std::bit_cast<std::uint32_t>(value) & 0x7FFFFFFFU; }

/// Throws Diverged if the magnitude with these bits cannot be rounded within the floats.
void require_below(std::uint32_t largest) {
  if (largest <= 0x7F000000U) return;  // 2^127
  if (largest >= 0x7F800000U) throw Diverged("a vector to be encoded holds NaN or infinity");
  throw Diverged("a vector to be encoded holds a value beyond natural compression's largest, 2^127");
}

/// The exponents of the rounded values.
void round_to_exponents(std::span<const float> values, Lanes& numbers, std::span<std::byte> exponents) {
  std::array<std::uint32_t, pass_size> random{};
  std::uint32_t largest = 0;
  for_each_part(values.size(), pass_size, [&](std::size_t first, std::size_t count) {
    numbers.fill(std::span(random).first(count));
    const float* part = values.data() + first;
    std::byte* out = exponents.data() + first;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t magnitude = magnitude_bits(part[i]);
      largest = std::max(largest, magnitude);
      out[i] = static_cast<std::byte>((magnitude + (random[i] >> (32 - mantissa_bits))) >> mantissa_bits);
    }
  });
  require_below(largest);
}

}  // namespace

CodecFacts Natural::facts() const {
  return {
      ErrorClass::unbiased,
      "E||C(v) - v||^2 = sum_i (|v_i| - l_i) (u_i - |v_i|) <= ||v||^2 / 8, l_i and u_i the powers of two around |v_i|",
      "9"};
}

std::optional<std::size_t> Natural::encoded_size(std::size_t size) const { return sign_bytes(size) + size; }

void Natural::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  const auto signs = std::span(code).first(sign_bytes(vector.size()));
  const auto exponents = std::span(code).subspan(signs.size());
  for_each_chunk(vector.size(), chunk_size, random, [&](Lanes& numbers, std::size_t first, std::size_t count) {
    const auto values = vector.subspan(first, count);
    pack_signs(values, signs.subspan(first / 8, sign_bytes(count)));
    round_to_exponents(values, numbers, exponents.subspan(first, count));
  });
}

void Natural::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) {
    throw std::runtime_error("a code of natural compression has the wrong size");
  }
  const auto signs = code.first(sign_bytes(vector.size()));
  const auto exponents = code.subspan(signs.size());
  for_each_chunk(vector.size(), chunk_size, [&](std::size_t /*index*/, std::size_t first, std::size_t count) {
    std::array<float, pass_size> zeros{};
    std::uint32_t largest = 0;
    for_each_part(count, pass_size, [&](std::size_t begin, std::size_t size) {
      const std::size_t at = first + begin;
      // Zeros of either sign are the sign bits alone.
      unpack_signs(signs.subspan(at / 8, sign_bytes(size)), 0.0F, -0.0F, std::span(zeros).first(size));
      const std::byte* in = exponents.data() + at;
      float* values = vector.data() + at;
      for (std::size_t i = 0; i < size; ++i) {
        const auto exponent = std::to_integer<std::uint32_t>(in[i]);
        largest = std::max(largest, exponent);
        values[i] = std::bit_cast<float>(std::bit_cast<std::uint32_t>(zeros[i]) | exponent << mantissa_bits);
      }
    });
    if (largest == 0xFF) throw std::runtime_error("a code of natural compression holds NaN or infinity");
  });
}

std::optional<double> Natural::variance(std::span<const float> vector) const {
  for (const float value : vector) require_below(magnitude_bits(value));
  return ordered_sum(vector, [](float value) {
    const auto magnitude = std::abs(static_cast<double>(value));
    const auto lower =
        static_cast<double>(std::bit_cast<float>(magnitude_bits(value) >> mantissa_bits << mantissa_bits));
    const double upper = lower == 0.0 ? 0x1p-126 : 2.0 * lower;
    return (magnitude - lower) * (upper - magnitude);
  });
}

}  // namespace lowband
