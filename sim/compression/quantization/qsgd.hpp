#pragma once

#include <optional>
#include <string>

#include "sim/base/lanes.hpp"
#include "sim/compression/compressor.hpp"
#include "sim/compression/quantization/bucket_scale.hpp"

namespace lowband {

/// QSGD (Alistarh et al., NeurIPS 2017, arXiv:1610.02132, section 3), in its practical form with buckets. Of every
/// `bucket` consecutive coordinates, with scale c (the 2-norm or the largest magnitude of the bucket) and s levels,
///
///     Q(v_i) = c sign(v_i) xi_i / s,   xi_i = floor(a_i) + [u_i < a_i - floor(a_i)],   a_i = s |v_i| / c,
///
/// u_i uniform on [0, 1). Unbiased; E||Q(v) - v||^2 = sum over buckets of (c / s)^2 sum_i f_i (1 - f_i) with f_i the
/// fraction of a_i, which for the 2-norm is at most min(D / s^2, sqrt(D) / s) c^2, D the bucket's size.
///
/// Wire format, bucket after bucket: c as float32, little-endian; then the codes, `bits` each, packed as by pack() and
/// filled up to a whole byte. A code is xi with the sign in its highest bit (1: negative; zero is always 0). The last
/// bucket holds the coordinates that are left. As a form for shared scales, the integers are sign(v_i) xi_i.
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
  [[nodiscard]] const SharedScaleQuantizer* shared_scale() const override { return this; }

  /// Encoding: 2 for the norm, 9 to round (magnitude, divide, multiply, floor, subtract, compare, add, sign), 13 for a
  /// random number, 5 to pack. Decoding: 3 to unpack, 3 to sign, 3 to convert, divide and scale.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 29.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 9.0 * static_cast<double>(size); }

  /// 4 + ceil(D bits / 8) bytes for each bucket of D.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  [[nodiscard]] std::int32_t levels() const override { return levels_.value(); }
  [[nodiscard]] std::size_t scale_count(std::size_t size) const override;
  void scales(std::span<const float> vector, std::span<float> scales) const override;
  void quantize(std::span<const float> vector, std::span<const float> scales, Stream& random,
                std::span<std::int32_t> integers) const override;
  void dequantize(std::span<const std::int32_t> integers, std::span<const float> scales, float factor,
                  std::span<float> vector) const override;

 private:
  /// Encodes whole buckets into the front of `out`.
  void encode_buckets(std::span<const float> vector, Lanes& numbers, std::span<std::byte> out) const;
  [[nodiscard]] unsigned bits() const { return static_cast<unsigned>(bits_.value()); }
  [[nodiscard]] std::size_t bucket() const { return static_cast<std::size_t>(bucket_); }
  [[nodiscard]] Norm norm() const { return norm_ == "2" ? Norm::euclidean : Norm::maximum; }

  std::optional<int> bits_;
  std::optional<int> levels_;
  int bucket_ = 512;
  /// What the authors' own experiments scale by; the 2-norm, that of their theory, is about 40 times as noisy at 4
  /// bits.
  std::string norm_ = "max";
};

}  // namespace lowband
