// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/terngrad.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"
#include "sim/compression/coding/trits.hpp"
#include "sim/compression/quantization/moments.hpp"
#include "sim/compression/quantization/stochastic_rounding.hpp"
#include "sim/compression/quantization/worst_variance.hpp"

namespace lowband {

namespace {

/// Coordinates coded at a time: whole bytes and blocks of all that work on them, of 5 trits, of 16 random numbers and
/// of 32 packed integers.
constexpr std::size_t pass = 480;
constexpr std::size_t chunk = chunk_size / pass * pass;

/// Clips at `bound` and rounds to 0 or +-`scale`, which is not below it. At most `pass` coordinates.
void round_clipped(std::span<const float> vector, float bound, float scale, Lanes& numbers,
                   std::span<std::int32_t> integers) {
  std::array<float, pass> clipped;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
  for (std::size_t i = 0; i < vector.size(); ++i) clipped[i] = std::min(std::max(vector[i], -bound), bound);
  round_stochastically(std::span(clipped).first(vector.size()), scale, 1, numbers, integers);
}

}  // namespace

void TernGrad::parameters(Parameters& parameters) {
  parameters.number("clip", clip_, {0.0, 1e6}, "standard deviation",
                    "magnitude at which coordinates are clipped first; 0 or null: never, which makes it unbiased");
  parameters.choice("packing", packing_, {{"2-bit", "two bits a coordinate"}, {"base-3", "five coordinates in a byte"}},
                    "of the three values into bytes");
}

CodecFacts TernGrad::facts() const {
  const char* const bits = packing_ == "2-bit" ? "2 + 32 / d" : "8 / 5 + 32 / d";
  if (!clips()) return {ErrorClass::unbiased, "E||C(v) - v||^2 = s ||v||_1 - ||v||_2^2, s = max |v_i|", bits};
  return {ErrorClass::biased,
          "E C(v) = w, v clipped at clip standard deviations; E||C(v) - w||^2 = s ||w||_1 - ||w||_2^2, s = max |w_i|",
          bits};
}

float TernGrad::scale(std::span<const float> vector) const {
  const auto [deviation, largest] = moments(vector);
  const double bound = clip_.value_or(0.0) * deviation;
  return bound > 0.0 && bound < static_cast<double>(largest) ? static_cast<float>(bound) : largest;
}

std::size_t TernGrad::packed_integers(std::size_t count) const {
  return packing_ == "2-bit" ? packed_size(count, 2) : packed_trits_size(count);
}

std::optional<std::size_t> TernGrad::encoded_size(std::size_t size) const {
  return size == 0 ? 0 : sizeof(float) + packed_integers(size);
}

void TernGrad::pack_integers(std::span<const std::int32_t> integers, std::span<std::byte> packed) const {
  if (packing_ == "base-3") {
    pack_trits(integers, packed);
    return;
  }
  std::array<std::uint32_t, pass> codes;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
  for (std::size_t i = 0; i < integers.size(); ++i) codes[i] = static_cast<std::uint32_t>(integers[i]) & 0b11U;
  pack(std::span(codes).first(integers.size()), 2, packed);
}

void TernGrad::unpack_integers(std::span<const std::byte> packed, std::span<std::int32_t> integers) const {
  if (packing_ == "base-3") {
    unpack_trits(packed, integers);
    return;
  }
  std::array<std::uint32_t, pass> codes{};
  unpack(packed, 2, std::span(codes).first(integers.size()));
  std::uint32_t minus_two = 0;
  for (std::size_t i = 0; i < integers.size(); ++i) {
    minus_two |= codes[i] & ~(codes[i] << 1U) & 0b10U;
    integers[i] = static_cast<std::int32_t>(codes[i] & 1U) - static_cast<std::int32_t>(codes[i] & 2U);
  }
  const auto unused = 2 * (integers.size() % 4);
  const bool filled_up = unused == 0 || std::to_integer<unsigned>(packed.back()) >> unused == 0;
  if (minus_two != 0 || !filled_up) throw std::runtime_error("a TernGrad code holds two bits that nobody sends");
}

void TernGrad::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  if (vector.empty()) return;
  const float s = scale(vector);
  std::memcpy(code.data(), &s, sizeof s);
  const auto packed = std::span(code).subspan(sizeof s);
  for_each_chunk(vector.size(), chunk, random, [&](Lanes& numbers, std::size_t begin, std::size_t count) {
    std::array<std::int32_t, pass> memory{};
    for_each_part(count, pass, [&](std::size_t first, std::size_t size) {
      const auto integers = std::span(memory).first(size);
      round_clipped(vector.subspan(begin + first, size), s, s, numbers, integers);
      pack_integers(integers, packed.subspan(packed_integers(begin + first), packed_integers(size)));
    });
  });
}

void TernGrad::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) throw std::runtime_error("a TernGrad code has the wrong size");
  if (vector.empty()) return;
  float s = 0.0F;
  std::memcpy(&s, code.data(), sizeof s);
  if (!std::isfinite(s) || std::signbit(s)) throw std::runtime_error("a TernGrad code has a bad scale");
  const auto packed = code.subspan(sizeof s);
  std::array<std::int32_t, pass> memory{};
  for_each_part(vector.size(), pass, [&](std::size_t first, std::size_t size) {
    const auto integers = std::span(memory).first(size);
    unpack_integers(packed.subspan(packed_integers(first), packed_integers(size)), integers);
    scale_integers(integers, s, 1, vector.subspan(first, size));
  });
}

std::optional<double> TernGrad::variance(std::span<const float> vector) const {
  const float s = scale(vector);
  if (s < moments(vector).largest) return std::nullopt;
  return rounding_variance(vector, s, 1);
}

void TernGrad::scales(std::span<const float> vector, std::span<float> scales) const {
  if (!vector.empty()) scales[0] = scale(vector);
}

void TernGrad::quantize(std::span<const float> vector, std::span<const float> scales, Stream& random,
                        std::span<std::int32_t> integers) const {
  if (vector.empty()) return;
  const float bound = scale(vector);
  if (!std::isfinite(scales[0])) throw Diverged("a shared scale is not finite");
  if (bound > scales[0]) {
    throw std::invalid_argument("TernGrad: the shared scale is below a magnitude of this worker's vector");
  }
  Lanes numbers(random);
  for_each_part(vector.size(), pass, [&](std::size_t first, std::size_t size) {
    round_clipped(vector.subspan(first, size), bound, scales[0], numbers, integers.subspan(first, size));
  });
}

void TernGrad::dequantize(std::span<const std::int32_t> integers, std::span<const float> scales, float factor,
                          std::span<float> vector) const {
  if (!integers.empty()) scale_integers(integers, factor * scales[0], 1, vector);
}

std::optional<double> TernGrad::contraction_factor(std::size_t /*size*/) const { return maximum_norm_factor(1.0); }

std::optional<double> TernGrad::worst_relative_variance(std::optional<std::size_t> size) const {
  if (clips() || !size) return std::nullopt;
  return worst_dithering_variance(*size, 1.0, Norm::maximum);
}

}  // namespace lowband
