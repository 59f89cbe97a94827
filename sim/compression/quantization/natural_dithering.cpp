// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/natural_dithering.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"
#include "sim/compression/quantization/worst_variance.hpp"
#include "sim/compression/sums.hpp"

namespace lowband {

namespace {

constexpr unsigned mantissa_bits = 23;
constexpr unsigned bias = 127;

float decode_scale(std::span<const std::byte> code) {
  float scale = 0.0F;
  std::memcpy(&scale, code.data(), sizeof scale);
  if (!std::isfinite(scale) || std::signbit(scale)) {
    throw std::runtime_error("a code of natural dithering has a bad scale");
  }
  return scale;
}

/// Either, without a branch, which random values would make dear.
std::uint32_t chosen(bool first, std::uint32_t a, std::uint32_t b) noexcept {
  const std::uint32_t mask = 0U - static_cast<std::uint32_t>(first);
  return (a & mask) | (b & ~mask);
}

}  // namespace

void NaturalDithering::parameters(Parameters& parameters) {
  parameters.integer("levels", levels_, {1, 127}, "", "levels above zero, s: the powers of two from 2^(1 - s) to 1");
  parameters.choice("norm", norm_, {{"2", "its 2-norm"}, {"max", "its largest magnitude"}}, "what scales a bucket");
  parameters.integer("bucket", bucket_, {1, 1 << 24}, "coordinate",
                     "consecutive coordinates that share a scale; null: the whole vector");
}

CodecFacts NaturalDithering::facts() const {
  return {
      ErrorClass::unbiased,
      "E||C(v) - v||^2 = sum over buckets c^2 sum_i (a_i - l_i) (u_i - a_i), a_i = |v_i| / c between the levels l_i "
      "and u_i",
      "1 + ceil(log2(levels + 1)) + 32 / bucket"};
}

std::optional<std::size_t> NaturalDithering::encoded_size(std::size_t size) const {
  const auto bytes = [&](std::size_t count) { return sizeof(float) + packed_size(count, bits()); };
  if (size == 0) return 0;
  if (!bucket_) return bytes(size);
  const auto bucket = static_cast<std::size_t>(*bucket_);
  return size / bucket * bytes(bucket) + (size % bucket == 0 ? 0 : bytes(size % bucket));
}

void NaturalDithering::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  const std::span<std::byte> out = code;
  if (!bucket_ && !vector.empty()) {
    const float scale = encode_scale(vector, out);
    for_each_chunk(vector.size(), chunk_size, random, [&](Lanes& numbers, std::size_t first, std::size_t count) {
      encode_codes(vector.subspan(first, count), scale, numbers,
                   out.subspan(sizeof scale + packed_size(first, bits())));
    });
  } else if (bucket_) {
    for_each_chunk(vector.size(), chunk(), random, [&](Lanes& numbers, std::size_t begin, std::size_t size) {
      for_each_part(size, bucket(), [&](std::size_t first, std::size_t count) {
        const auto values = vector.subspan(begin + first, count);
        const auto bytes = out.subspan(*encoded_size(begin + first));
        const float scale = encode_scale(values, bytes);
        encode_codes(values, scale, numbers, bytes.subspan(sizeof scale));
      });
    });
  }
}

float NaturalDithering::encode_scale(std::span<const float> bucket, std::span<std::byte> out) const {
  const float scale = bucket_scale(bucket, norm());
  std::memcpy(out.data(), &scale, sizeof scale);
  return scale;
}

void NaturalDithering::encode_codes(std::span<const float> values, float scale, Lanes& numbers,
                                    std::span<std::byte> out) const {
  const float divisor = scale > 0.0F ? scale : 1.0F;
  const unsigned s = levels();
  const unsigned sign_shift = bits() - 1;
  const auto least = std::bit_cast<float>((bias + 1 - s) << mantissa_bits);
  const float per_least = std::ldexp(1.0F, levels_ - 1);  // exact, like its products
  std::array<std::uint32_t, pass_size> random{};
  std::array<std::uint32_t, pass_size> codes{};
  for_each_part(values.size(), pass_size, [&](std::size_t first, std::size_t count) {
    numbers.fill(std::span(random).first(count));
    const float* part = values.data() + first;
    for (std::size_t i = 0; i < count; ++i) {
      const float a = std::abs(part[i]) / divisor;
      // Above the least level the exponent, with the carry that the random bits below it give, numbers the levels.
      const std::uint32_t exponent =
          (std::bit_cast<std::uint32_t>(a) + (random[i] >> (32 - mantissa_bits))) >> mantissa_bits;
      const float uniform = static_cast<float>(static_cast<std::int32_t>(random[i] >> 8U)) * 0x1p-24F;
      const auto least_or_zero = static_cast<std::uint32_t>(uniform < a * per_least);
      const std::uint32_t level = chosen(a < least, least_or_zero, exponent + s - bias);
      const auto negative = static_cast<std::uint32_t>(part[i] < 0.0F) & static_cast<std::uint32_t>(level != 0);
      codes[i] = level | negative << sign_shift;
    }
    pack(std::span(codes).first(count), bits(), out.subspan(packed_size(first, bits()), packed_size(count, bits())));
  });
}

void NaturalDithering::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) {
    throw std::runtime_error("a code of natural dithering has the wrong size");
  }
  if (!bucket_ && !vector.empty()) {
    const float scale = decode_scale(code);
    for_each_chunk(vector.size(), chunk_size, [&](std::size_t /*index*/, std::size_t first, std::size_t count) {
      decode_codes(code.subspan(sizeof scale + packed_size(first, bits())), scale, vector.subspan(first, count));
    });
  } else if (bucket_) {
    for_each_chunk(vector.size(), chunk(), [&](std::size_t /*index*/, std::size_t begin, std::size_t size) {
      for_each_part(size, bucket(), [&](std::size_t first, std::size_t count) {
        const auto bytes = code.subspan(*encoded_size(begin + first));
        const float scale = decode_scale(bytes);
        decode_codes(bytes.subspan(sizeof scale), scale, vector.subspan(begin + first, count));
      });
    });
  }
}

void NaturalDithering::decode_codes(std::span<const std::byte> codes, float scale, std::span<float> values) const {
  const unsigned s = levels();
  const unsigned sign_shift = bits() - 1;
  std::array<std::uint32_t, pass_size> unpacked{};
  for_each_part(values.size(), pass_size, [&](std::size_t first, std::size_t count) {
    unpack(codes.subspan(packed_size(first, bits()), packed_size(count, bits())), bits(),
           std::span(unpacked).first(count));
    float* part = values.data() + first;
    std::uint32_t largest = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t level = unpacked[i] & ((1U << sign_shift) - 1);
      largest = std::max(largest, level);
      const std::uint32_t power = chosen(level != 0, (level + bias - s) << mantissa_bits, 0);
      part[i] = scale * std::bit_cast<float>(power | (unpacked[i] >> sign_shift) << 31U);
    }
    if (largest > s) throw std::runtime_error("a code of natural dithering has a level above its levels");
  });
}

std::optional<double> NaturalDithering::variance(std::span<const float> vector) const {
  const double least = std::ldexp(1.0, 1 - levels_);
  double sum = 0.0;
  for_each_part(vector.size(), bucket_ ? bucket() : vector.size(), [&](std::size_t first, std::size_t count) {
    const auto values = vector.subspan(first, count);
    const auto scale = static_cast<double>(bucket_scale(values, norm()));
    if (scale == 0.0) return;
    sum += scale * scale * ordered_sum(values, [&](float value) {
             const double a = std::abs(static_cast<double>(value)) / scale;
             const double lower = a < least ? 0.0 : std::ldexp(1.0, std::ilogb(a));
             const double upper = a < least ? least : 2.0 * lower;
             return (a - lower) * (upper - a);
           });
  });
  return sum;
}

std::optional<double> NaturalDithering::contraction_factor(std::size_t size) const {
  if (norm() == Norm::maximum) return maximum_norm_factor(levels_ > 1 ? 0.5 : 1.0);
  return Compressor::contraction_factor(size);
}

std::optional<double> NaturalDithering::worst_relative_variance(std::optional<std::size_t> size) const {
  if (!size && !bucket_) return std::nullopt;
  const std::size_t whole = size.value_or(std::numeric_limits<std::size_t>::max());
  const std::size_t shared = bucket_ ? std::min(whole, bucket()) : whole;
  // Above the least level 1/8, as natural compression; below it, rounding to 0 or that level.
  return 0.125 + worst_dithering_variance(shared, std::ldexp(1.0, levels_ - 1), norm());
}

}  // namespace lowband
