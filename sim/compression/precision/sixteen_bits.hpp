// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

#include "sim/base/error.hpp"
#include "sim/compression/chunked.hpp"
#include "sim/compression/compressor.hpp"

namespace lowband {

static_assert(std::endian::native == std::endian::little, "16-bit floats are stored as they are in memory");

/// What the codecs of 16-bit floats share: the sign in the highest bit, one coordinate after the other. A `Format` has
///
///     name             for messages
///     largest          the largest finite value, for messages
///     least_beyond     the bits of the smallest positive float that rounds to infinity
///     infinity         the 15 bits of infinity; above them are the NaNs
///     narrow(bits)     the 15 bits of the number nearest to the positive float of these bits, below least_beyond
///     widen(bits)      the bits of the float with the value of these 15 bits
///
/// Both conversions are integer arithmetic and exact float arithmetic, without branches, so that every vector
/// instruction set runs them and none changes a result.
template <class Format>
class SixteenBits : public Compressor {
 public:
  void parameters(Parameters& /*parameters*/) override {}

  void encode(std::span<const float> vector, Stream& /*random*/, Code& code) const override {
    code.resize(*encoded_size(vector.size()));
    for_each_chunk(vector.size(), chunk_size, [&](std::size_t /*index*/, std::size_t first, std::size_t count) {
      const float* values = vector.data() + first;
      std::byte* out = code.data() + sizeof(std::uint16_t) * first;
      std::uint32_t largest = 0;
      for (std::size_t i = 0; i < count; ++i) {
        const auto bits = std::bit_cast<std::uint32_t>(values[i]);
        const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
        largest = std::max(largest, magnitude);
        const auto half = static_cast<std::uint16_t>((bits >> 16U & 0x8000U) | Format::narrow(magnitude));
        std::memcpy(out + sizeof half * i, &half, sizeof half);
      }
      require_below(largest);
    });
  }

  void decode(std::span<const std::byte> code, std::span<float> vector) const override {
    if (code.size() != *encoded_size(vector.size())) {
      throw std::runtime_error(std::string("a code of ") + Format::name + " has the wrong size");
    }
    for_each_chunk(vector.size(), chunk_size, [&](std::size_t /*index*/, std::size_t first, std::size_t count) {
      const std::byte* in = code.data() + sizeof(std::uint16_t) * first;
      float* values = vector.data() + first;
      std::uint32_t largest = 0;
      for (std::size_t i = 0; i < count; ++i) {
        std::uint16_t half = 0;
        std::memcpy(&half, in + sizeof half * i, sizeof half);
        const std::uint32_t magnitude = half & 0x7FFFU;
        largest = std::max(largest, magnitude);
        values[i] = std::bit_cast<float>((half & 0x8000U) << 16U | Format::widen(magnitude));
      }
      if (largest >= Format::infinity) {
        throw std::runtime_error(std::string("a code of ") + Format::name + " holds NaN or infinity");
      }
    });
  }

  [[nodiscard]] float largest_magnitude() const override { return std::bit_cast<float>(Format::least_beyond - 1); }

  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override {
    return size * sizeof(std::uint16_t);
  }

  /// 1 - ||C(v) - v||^2 / ||v||^2; none where all of v is lost below the smallest numbers.
  [[nodiscard]] std::optional<double> contraction(std::span<const float> vector) const override {
    double error = 0.0;
    double squares = 0.0;
    for (const float value : vector) {
      const std::uint32_t magnitude = std::bit_cast<std::uint32_t>(value) & 0x7FFFFFFFU;
      require_below(magnitude);
      const auto exact = static_cast<double>(std::bit_cast<float>(magnitude));
      const double lost = static_cast<double>(std::bit_cast<float>(Format::widen(Format::narrow(magnitude)))) - exact;
      error += lost * lost;
      squares += exact * exact;
    }
    if (squares == 0.0) return 1.0;
    return error < squares ? std::optional(1.0 - error / squares) : std::nullopt;
  }

 private:
  /// Throws Diverged if a magnitude with these bits has no finite code.
  static void require_below(std::uint32_t magnitude) {
    if (magnitude < Format::least_beyond) return;
    if (magnitude >= 0x7F800000U) throw Diverged("a vector to be encoded holds NaN or infinity");
    throw Diverged(std::string("a vector to be encoded holds a value beyond ") + Format::name + "'s largest, " +
                   Format::largest);
  }
};

}  // namespace lowband
