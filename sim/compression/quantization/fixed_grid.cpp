// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/fixed_grid.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"

namespace lowband {

namespace {

constexpr std::size_t block = pass_size;
constexpr std::int32_t most_steps = 1 << 24;
constexpr unsigned most_bits = 26;

/// 0, -1, 1, -2, ... as 0, 1, 2, 3, ...
std::uint32_t code_of(std::int32_t integer) noexcept {
  return static_cast<std::uint32_t>(integer) << 1U ^ (integer < 0 ? ~0U : 0U);
}

std::int32_t integer_of(std::uint32_t code) noexcept {
  return static_cast<std::int32_t>(code >> 1U ^ ((code & 1U) != 0 ? ~0U : 0U));
}

std::size_t block_bytes(std::size_t count, unsigned width) noexcept {
  return 1 + (width == 0 ? 0 : packed_size(count, width));
}

}  // namespace

float FixedGrid::largest_magnitude() const {
  const double exact = step_ * most_steps;
  const auto largest = static_cast<float>(exact);
  return static_cast<double>(largest) > exact ? std::nextafter(largest, 0.0F) : largest;
}

void FixedGrid::encode(std::span<const float> vector, Stream& random, Code& code) const {
  const float largest = largest_magnitude();
  thread_local std::vector<std::uint32_t> memory;
  if (memory.size() < vector.size()) memory.resize(vector.size());
  const auto codes = std::span(memory).first(vector.size());  // other threads have a memory of their own
  for_each_chunk(vector.size(), chunk_size, random, [&](Lanes& numbers, std::size_t begin, std::size_t size) {
    std::array<float, block> uniforms{};
    for_each_part(size, block, [&](std::size_t first, std::size_t count) {
      numbers.uniform(std::span(uniforms).first(count));
      bool fits = true;
      for (std::size_t i = 0; i < count; ++i) {
        const float value = vector[begin + first + i];
        const bool is_within = std::abs(value) <= largest;  // which NaN is not
        fits = fits && is_within;
        const double a = is_within ? static_cast<double>(value) / step_ : 0.0;
        const double below = std::floor(a);
        const std::int32_t up = static_cast<double>(uniforms[i]) < a - below ? 1 : 0;
        codes[begin + first + i] = code_of(static_cast<std::int32_t>(below) + up);
      }
      if (!fits) throw Diverged("a value is not finite, or above 2^24 steps of the codec \"grid\"");
    });
  });
  const auto width_of = [](std::span<const std::uint32_t> some) {
    return static_cast<unsigned>(std::bit_width(*std::max_element(some.begin(), some.end())));
  };
  std::size_t bytes = 0;
  for_each_part(codes.size(), block, [&](std::size_t first, std::size_t count) {
    bytes += block_bytes(count, width_of(codes.subspan(first, count)));
  });
  code.resize(bytes);
  std::span<std::byte> out = code;
  for_each_part(codes.size(), block, [&](std::size_t first, std::size_t count) {
    const auto some = codes.subspan(first, count);
    const unsigned width = width_of(some);
    const std::size_t taken = block_bytes(count, width);
    out.front() = static_cast<std::byte>(width);
    if (width > 0) pack(some, width, out.subspan(1, taken - 1));
    out = out.subspan(taken);
  });
}

void FixedGrid::decode(std::span<const std::byte> code, std::span<float> vector) const {
  std::array<std::uint32_t, block> codes{};
  for_each_part(vector.size(), block, [&](std::size_t first, std::size_t count) {
    const unsigned width = code.empty() ? most_bits + 1 : std::to_integer<unsigned>(code.front());
    if (width > most_bits || code.size() < block_bytes(count, width)) {
      throw std::runtime_error("a grid code ends too early, or has a bad width");
    }
    const auto some = std::span(codes).first(count);
    const std::size_t taken = block_bytes(count, width);
    std::fill(some.begin(), some.end(), 0U);
    if (width > 0) unpack(code.subspan(1, taken - 1), width, some);
    code = code.subspan(taken);
    std::uint32_t most = 0;
    for (std::size_t i = 0; i < count; ++i) {
      most = std::max(most, some[i]);
      vector[first + i] = static_cast<float>(static_cast<double>(integer_of(some[i])) * step_);
    }
    if (most > code_of(most_steps)) throw std::runtime_error("a grid code has an integer above 2^24");
  });
  if (!code.empty()) throw std::runtime_error("a grid code is too long");
}

std::optional<double> FixedGrid::variance(std::span<const float> vector) const {
  double sum = 0.0;
  for (const float value : vector) {
    const double a = static_cast<double>(value) / step_;
    const double f = a - std::floor(a);
    sum += f * (1.0 - f);
  }
  return step_ * step_ * sum;
}

}  // namespace lowband
