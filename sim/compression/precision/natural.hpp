// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/compressor.hpp"

namespace lowband {

/// Natural compression (Horvath et al., "Natural Compression for Distributed Deep Learning", 2019, arXiv:1905.10988):
/// each magnitude is rounded to one of the powers of two around it, 2^k <= |v_i| < 2^(k+1), up with probability
/// |v_i| / 2^k - 1. The mantissa of the float is that probability: adding 23 random bits below the exponent carries
/// into the exponent exactly that often. Below 2^-126, in the denormals, the neighbours are 0 and 2^-126.
///
/// Unbiased, exactly; E||C(v) - v||^2 = sum_i (|v_i| - l_i) (u_i - |v_i|), l_i and u_i the two neighbours: at most
/// ||v||^2 / 8, reached where |v_i| = (4/3) 2^k, and 0.082 ||v||^2 for Gaussian coordinates, unless some are denormal,
/// which add up to 2^-254 each.
///
/// Wire format: a bit for each sign as by pack_signs(); then a byte for each coordinate, the exponent field of the
/// rounded magnitude's float32: e stands for 2^(e - 127), 0 for 0. Magnitudes beyond 2^127 would have to round to 2^128
/// at times, which no float holds, and are refused like infinity; so are codes with the exponent 255.
class Natural final : public Compressor {
 public:
  void parameters(Parameters& /*parameters*/) override {}

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<double> variance(std::span<const float> vector) const override;
  [[nodiscard]] std::optional<double> worst_relative_variance(std::optional<std::size_t> /*size*/) const override {
    return 0.125;
  }

  [[nodiscard]] float largest_magnitude() const override { return 0x1p127F; }

  /// ceil(d / 8) + d bytes.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// Encoding: 13 for a random number, 2 to check, 4 to round, 3 for the sign's bit. Decoding: 3 for the sign's bit, 1
  /// to check, 2 to join.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 22.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 6.0 * static_cast<double>(size); }
};

}  // namespace lowband
