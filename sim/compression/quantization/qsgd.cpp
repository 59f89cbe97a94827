// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/qsgd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"
#include "sim/compression/quantization/stochastic_rounding.hpp"
#include "sim/compression/quantization/worst_variance.hpp"

namespace lowband {

void Qsgd::parameters(Parameters& parameters) {
  parameters.integer("bits", bits_, {2, 16}, "bit", "per coordinate, sign included; 4 unless levels is given");
  parameters.integer("levels", levels_, {1, 32767}, "", "magnitudes above zero, s; 2^(bits - 1) - 1 unless given");
  parameters.integer("bucket", bucket_, {1, 1 << 24}, "coordinate", "consecutive coordinates that share a scale");
  parameters.choice("norm", norm_,
                    {{"2", "its 2-norm, as in the theory"}, {"max", "its largest magnitude, as in practice"}},
                    "what scales a bucket");
  parameters.choice("encoding", encoding_,
                    {{"fixed", "`bits` for each coordinate"},
                     {"elias-sparse", "Elias omega codes of the levels that are not zero, and of their gaps"},
                     {"elias-dense", "Elias omega codes of all levels"}},
                    "how levels become bits");
}

void Qsgd::check(const Place& place) {
  if (!levels_) levels_ = (1 << (bits_.value_or(4) - 1)) - 1;
  const int needed = 1 + static_cast<int>(std::bit_width(static_cast<unsigned>(*levels_)));
  if (bits_.value_or(needed) != needed) {
    (place / "levels")
        .fail(fmt::format("{} levels take {} bits a coordinate, but bits is {}; give one of the two", *levels_, needed,
                          *bits_));
  }
  bits_ = needed;
}

CodecFacts Qsgd::facts() const {
  std::string bits = "bits + 32 / bucket";
  if (const auto coding = elias()) {
    bits = coding->sparse ? "32 / bucket + mean of [xi > 0] (w(gap) + 1 + w(xi))"
                          : "32 / bucket + mean of w(xi + 1) + [xi > 0]";
    bits += ", w(k) the bits of k in Elias' omega code";
  }
  return {ErrorClass::unbiased,
          "E||C(v) - v||^2 = sum over buckets (c / s)^2 sum_i f_i (1 - f_i), f_i the fraction of s |v_i| / c", bits};
}

std::optional<QsgdElias> Qsgd::elias() const {
  if (encoding_ == "fixed") return std::nullopt;
  return QsgdElias{encoding_ == "elias-sparse", bucket(), norm(), levels()};
}

std::optional<std::size_t> Qsgd::encoded_size(std::size_t size) const {
  return elias() ? std::nullopt : std::optional(fixed_size(size));
}

std::size_t Qsgd::fixed_size(std::size_t size) const {
  const std::size_t whole = size / bucket();
  const std::size_t rest = size % bucket();
  return whole * (sizeof(float) + packed_size(bucket(), bits())) +
         (rest == 0 ? 0 : sizeof(float) + packed_size(rest, bits()));
}

double Qsgd::encode_flops(std::size_t size) const {
  const auto coordinates = static_cast<double>(size);
  const auto coding = elias();
  return 24.0 * coordinates + (coding ? coding->encode_flops(size) : 5.0 * coordinates);
}

double Qsgd::decode_flops(std::size_t size) const {
  const auto coordinates = static_cast<double>(size);
  const auto coding = elias();
  return 3.0 * coordinates + (coding ? coding->decode_flops(size) : 6.0 * coordinates);
}

void Qsgd::encode(std::span<const float> vector, Stream& random, Code& code) const {
  if (const auto coding = elias()) {
    coding->encode(vector, random, code);
    return;
  }
  code.resize(fixed_size(vector.size()));
  const std::size_t chunk = qsgd_chunk(bucket());
  for_each_chunk(vector.size(), chunk, random, [&](Lanes& numbers, std::size_t begin, std::size_t count) {
    encode_fixed(vector.subspan(begin, count), numbers, std::span(code).subspan(fixed_size(begin)));
  });
}

void Qsgd::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (const auto coding = elias()) {
    coding->decode(code, vector);
  } else {
    decode_fixed(code, vector);
  }
}

void Qsgd::encode_fixed(std::span<const float> vector, Lanes& numbers, std::span<std::byte> out) const {
  const unsigned width = bits();
  const std::int32_t s = levels();
  std::array<std::int32_t, pass_size> integers{};
  std::array<std::uint32_t, pass_size> codes{};
  for_each_part(vector.size(), bucket(), [&](std::size_t first, std::size_t size) {
    const auto values = vector.subspan(first, size);
    const float scale = bucket_scale(values, norm());
    std::memcpy(out.data(), &scale, sizeof scale);
    out = out.subspan(sizeof scale);
    for_each_part(size, pass_size, [&](std::size_t begin, std::size_t count) {
      round_stochastically(values.subspan(begin, count), scale, s, numbers, std::span(integers).first(count));
      for (std::size_t j = 0; j < count; ++j) {
        const std::uint32_t negative = integers[j] < 0 ? 1 : 0;
        codes[j] = static_cast<std::uint32_t>(std::abs(integers[j])) | negative << (width - 1);
      }
      pack(std::span(codes).first(count), width, out.first(packed_size(count, width)));
      out = out.subspan(packed_size(count, width));
    });
  });
}

void Qsgd::decode_fixed(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != fixed_size(vector.size())) throw std::runtime_error("a QSGD code has the wrong size");
  const std::uint32_t sign = 1U << (bits() - 1);
  std::array<std::uint32_t, pass_size> codes{};
  std::array<std::int32_t, pass_size> integers{};
  for_each_part(vector.size(), bucket(), [&](std::size_t first, std::size_t size) {
    float scale = 0.0F;
    std::memcpy(&scale, code.data(), sizeof scale);
    code = code.subspan(sizeof scale);
    if (!std::isfinite(scale) || std::signbit(scale)) throw std::runtime_error("a QSGD code has a bad scale");
    for_each_part(size, pass_size, [&](std::size_t begin, std::size_t count) {
      unpack(code.first(packed_size(count, bits())), bits(), std::span(codes).first(count));
      code = code.subspan(packed_size(count, bits()));
      std::int32_t largest = 0;
      for (std::size_t j = 0; j < count; ++j) {
        const auto magnitude = static_cast<std::int32_t>(codes[j] & (sign - 1));
        largest = std::max(largest, magnitude);
        integers[j] = codes[j] >= sign ? -magnitude : magnitude;
      }
      if (largest > levels()) throw std::runtime_error("a QSGD code has a magnitude above its levels");
      scale_integers(std::span(integers).first(count), scale, levels(), vector.subspan(first + begin, count));
    });
  });
}

std::optional<double> Qsgd::variance(std::span<const float> vector) const {
  double sum = 0.0;
  for_each_part(vector.size(), bucket(), [&](std::size_t first, std::size_t size) {
    const auto values = vector.subspan(first, size);
    sum += rounding_variance(values, bucket_scale(values, norm()), levels());
  });
  return sum;
}

std::optional<double> Qsgd::worst_relative_variance(std::optional<std::size_t> size) const {
  return worst_dithering_variance(std::min(size.value_or(bucket()), bucket()), levels(), norm());
}

std::optional<double> Qsgd::contraction_factor(std::size_t size) const {
  if (norm() == Norm::maximum) return maximum_norm_factor(1.0 / levels());
  return Compressor::contraction_factor(size);
}

std::size_t Qsgd::scale_count(std::size_t size) const { return (size + bucket() - 1) / bucket(); }

void Qsgd::scales(std::span<const float> vector, std::span<float> scales) const {
  for_each_part(vector.size(), bucket(), [&](std::size_t first, std::size_t size) {
    scales[first / bucket()] = bucket_scale(vector.subspan(first, size), norm());
  });
}

void Qsgd::quantize(std::span<const float> vector, std::span<const float> scales, Stream& random,
                    std::span<std::int32_t> integers) const {
  Lanes numbers(random);
  for_each_part(vector.size(), bucket(), [&](std::size_t first, std::size_t size) {
    const auto values = vector.subspan(first, size);
    const float scale = scales[first / bucket()];
    if (!std::isfinite(scale)) throw Diverged("a shared scale is not finite");
    if (bucket_scale(values, Norm::maximum) > scale) {
      throw std::invalid_argument("QSGD: a shared scale is below a magnitude of this worker's vector");
    }
    round_stochastically(values, scale, levels(), numbers, integers.subspan(first, size));
  });
}

void Qsgd::dequantize(std::span<const std::int32_t> integers, std::span<const float> scales, float factor,
                      std::span<float> vector) const {
  for_each_part(integers.size(), bucket(), [&](std::size_t first, std::size_t size) {
    scale_integers(integers.subspan(first, size), factor * scales[first / bucket()], levels(),
                   vector.subspan(first, size));
  });
}

}  // namespace lowband
