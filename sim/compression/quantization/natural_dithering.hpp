// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <optional>
#include <string>

#include "sim/compression/chunked.hpp"
#include "sim/compression/compressor.hpp"
#include "sim/compression/quantization/bucket_scale.hpp"

namespace lowband {

/// Natural dithering (Horvath et al., "Natural Compression for Distributed Deep Learning", 2019, arXiv:1905.10988):
/// stochastic rounding as in QSGD, but to levels that are powers of two. With c the norm of a bucket, by default of the
/// whole vector, a_i = |v_i| / c is rounded to one of the two levels around it among
///
///     0, 2^(1-s), 2^(2-s), ..., 1/2, 1,
///
/// without bias. E||C(v) - v||^2 = sum over buckets c^2 sum_i (a_i - l_i) (u_i - a_i), l_i and u_i the two levels: for
/// the 2-norm at most (1/8 + min(sqrt(D) 2^(1-s), D 4^(-s))) c^2, D the bucket's size, where QSGD with as many levels
/// has sqrt(D) / s. Above the least level it is natural compression: the mantissa of a_i is the probability to round
/// up.
///
/// Wire format, bucket after bucket: c as float32, little-endian; then the codes, 1 + ceil(log2(s + 1)) bits each,
/// packed as by pack() and filled up to a whole byte. A code is the level's number, 0 for 0 and j for 2^(j-s), with the
/// sign in its highest bit (1: negative; zero is always 0). The last bucket holds the coordinates that are left.
class NaturalDithering final : public Compressor {
 public:
  void parameters(Parameters& parameters) override;

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<double> variance(std::span<const float> vector) const override;
  [[nodiscard]] std::optional<double> worst_relative_variance(std::optional<std::size_t> size) const override;

  /// With the maximum norm, 1 for two levels or more, the largest of which are half of it apart, and 1/2 for one.
  [[nodiscard]] std::optional<double> contraction_factor(std::size_t size) const override;

  /// 4 + ceil(D bits / 8) bytes for each bucket of D; none for an empty vector.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// Encoding: 2 for the norm, 2 to divide, 4 to round above the least level and 5 below, 4 to choose, 4 for the sign,
  /// 13 for a random number, 5 to pack. Decoding: 3 to unpack, 2 to check, 6 for the power of two, 1 to scale.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 39.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 12.0 * static_cast<double>(size); }

 private:
  /// Writes the scale of a bucket.
  float encode_scale(std::span<const float> bucket, std::span<std::byte> out) const;
  /// The codes of coordinates that share a scale, into the front of `out`, and from the front of `codes`.
  void encode_codes(std::span<const float> values, float scale, Lanes& numbers, std::span<std::byte> out) const;
  void decode_codes(std::span<const std::byte> codes, float scale, std::span<float> values) const;

  [[nodiscard]] unsigned bits() const { return 1 + static_cast<unsigned>(std::bit_width(levels())); }
  [[nodiscard]] unsigned levels() const { return static_cast<unsigned>(levels_); }
  [[nodiscard]] Norm norm() const { return norm_ == "2" ? Norm::euclidean : Norm::maximum; }
  [[nodiscard]] std::size_t bucket() const { return static_cast<std::size_t>(*bucket_); }
  /// Whole buckets, and so whole bytes.
  [[nodiscard]] std::size_t chunk() const { return (chunk_size + bucket() - 1) / bucket() * bucket(); }

  int levels_ = 8;
  std::string norm_ = "2";
  std::optional<int> bucket_;
};

}  // namespace lowband
