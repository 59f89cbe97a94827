// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "sim/base/lanes.hpp"
#include "sim/compression/compressor.hpp"
#include "sim/compression/quantization/bucket_scale.hpp"
#include "sim/compression/quantization/qsgd_elias.hpp"

namespace lowband {

/// QSGD (Alistarh et al., NeurIPS 2017, arXiv:1610.02132, section 3), in its practical form with buckets. Of every
/// `bucket` consecutive coordinates, with scale c (the 2-norm or the largest magnitude of the bucket) and s levels,
///
///     Q(v_i) = c sign(v_i) xi_i / s,   xi_i = floor(a_i) + [u_i < a_i - floor(a_i)],   a_i = s |v_i| / c,
///
/// u_i uniform on [0, 1). Unbiased; E||Q(v) - v||^2 = sum over buckets of (c / s)^2 sum_i f_i (1 - f_i) with f_i the
/// fraction of a_i, which for the 2-norm is at most min(D / s^2, sqrt(D) / s) c^2, D the bucket's size.
///
/// Wire format, bucket after bucket, the last of which holds the coordinates that are left:
///
/// - `encoding` "fixed": c as float32, little-endian; then the codes, `bits` each, packed as by pack() and filled up to
///   a whole byte. A code is xi with the sign in its highest bit (1: negative; zero is always 0).
/// - "elias-sparse": c as the 32 bits of a float32, the most significant first; then, unless c = 0, the integers
///   sign(v_i) xi_i as by put_sparse(), with gaps between the non-zeros: the paper's code for few levels.
/// - "elias-dense": the same with put_dense(): the paper's code for many levels, s = sqrt(D).
///
/// In the Elias encodings one bucket follows another bit by bit, in one bit stream (bit_stream.hpp). From the same
/// random numbers all encodings carry the same integers. As a form for shared scales, these are sign(v_i) xi_i too.
///
/// Usable once check() has settled bits and levels, which give each other: bits = 1 + ceil(log2(s + 1)).
class Qsgd final : public Compressor, public SharedScaleQuantizer {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<double> variance(std::span<const float> vector) const override;
  [[nodiscard]] std::optional<double> worst_relative_variance(std::optional<std::size_t> size) const override;
  /// With the maximum norm, 1 for two levels or more and 1/2 for one; see maximum_norm_factor().
  [[nodiscard]] std::optional<double> contraction_factor(std::size_t size) const override;
  [[nodiscard]] const SharedScaleQuantizer* shared_scale() const override { return this; }

  /// Encoding: 2 for the norm, 9 to round (magnitude, divide, multiply, floor, subtract, compare, add, sign), 13 for a
  /// random number; to pack, 5 in the fixed encoding, and for each Elias word 8: look it up (2), add the sign (2) and
  /// append it (4). Decoding: 3 to convert, divide and scale; 6 to unpack, or for each Elias word 9: look at the bits
  /// (3), find the integer (2), move on (2), apply the sign (2). The dense encoding has a word for each coordinate, the
  /// sparse one a comparison, and two words for each non-zero, of which it is taken to have the most that are expected.
  [[nodiscard]] double encode_flops(std::size_t size) const override;
  [[nodiscard]] double decode_flops(std::size_t size) const override;

  /// Fixed encoding: 4 + ceil(D bits / 8) bytes for each bucket of D. The others depend on the values.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  [[nodiscard]] std::int32_t levels() const override { return levels_.value(); }
  [[nodiscard]] std::size_t scale_count(std::size_t size) const override;
  void scales(std::span<const float> vector, std::span<float> scales) const override;
  void quantize(std::span<const float> vector, std::span<const float> scales, Stream& random,
                std::span<std::int32_t> integers) const override;
  void dequantize(std::span<const std::int32_t> integers, std::span<const float> scales, float factor,
                  std::span<float> vector) const override;

 private:
  [[nodiscard]] std::size_t fixed_size(std::size_t size) const;
  /// Encodes whole buckets into the front of `out`.
  void encode_fixed(std::span<const float> vector, Lanes& numbers, std::span<std::byte> out) const;
  void decode_fixed(std::span<const std::byte> code, std::span<float> vector) const;
  /// How the buckets are coded in Elias codes; empty for the fixed encoding.
  [[nodiscard]] std::optional<QsgdElias> elias() const;
  [[nodiscard]] unsigned bits() const { return static_cast<unsigned>(bits_.value()); }
  [[nodiscard]] std::size_t bucket() const { return static_cast<std::size_t>(bucket_); }
  [[nodiscard]] Norm norm() const { return norm_ == "2" ? Norm::euclidean : Norm::maximum; }

  std::optional<int> bits_;
  std::optional<int> levels_;
  int bucket_ = 512;
  /// What the authors' own experiments scale by; the 2-norm, that of their theory, is about 40 times as noisy at 4
  /// bits.
  std::string norm_ = "max";
  std::string encoding_ = "fixed";
};

}  // namespace lowband
