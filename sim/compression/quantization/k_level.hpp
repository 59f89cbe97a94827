// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "sim/compression/compressor.hpp"
#include "sim/compression/quantization/uniform_grid.hpp"
#include "sim/compression/quantization/value_range.hpp"

namespace lowband {

/// Stochastic k-level quantization (Suresh et al., ICML 2017, arXiv:1611.00429): each coordinate is rounded to one of
/// its two neighbours on a uniform grid of k points over [min, min + s], with probabilities that make it unbiased; min
/// and max are the extremes of the vector, and s is
///
///     max - min   (range "min-max"),   or   sqrt(2) ||v||_2 >= max - min   (range "norm"), cut where min + s would
///     exceed the largest float, which leaves it at least max - min.
///
/// E||C(v) - v||^2 = D^2 sum_i f_i (1 - f_i) with D = s / (k - 1) and f_i the fraction of (v_i - min) / D, which is at
/// most d / (2 (k - 1)^2) ||v||^2. Optionally, every `bucket` consecutive coordinates have a grid of their own. A
/// constant vector comes through exactly, and any finite vector can be encoded.
///
/// Wire format, bucket after bucket: min and min + s as float32, little-endian; then the index of every coordinate's
/// point, in ceil(log2 k) bits each, packed as by pack() and filled up to a whole byte.
class KLevel final : public Compressor {
 public:
  void parameters(Parameters& parameters) override;

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<double> variance(std::span<const float> vector) const override;
  [[nodiscard]] std::optional<double> worst_relative_variance(std::optional<std::size_t> size) const override;

  /// With the range "min-max", points are 2 / (k - 1) of the largest magnitude apart, or less; see
  /// maximum_norm_factor().
  [[nodiscard]] std::optional<double> contraction_factor(std::size_t size) const override;

  /// 8 + ceil(D ceil(log2 k) / 8) bytes for each bucket of D.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// Encoding: 6 for the range and the norm, 2 for the distance from min, 9 to round, 13 for a random number, 5 to
  /// pack. Decoding: 3 to unpack, 1 to check, 5 for the point.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 35.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 9.0 * static_cast<double>(size); }

 private:
  [[nodiscard]] UniformGrid grid(std::span<const float> bucket) const;
  /// Coordinates that share a grid, of a vector of `size`.
  [[nodiscard]] std::size_t bucket_of(std::size_t size) const;

  int levels_ = 16;
  std::string range_ = "min-max";
  std::optional<int> bucket_;
};

/// The grid of `points` over [lowest, lowest + sqrt(2) ||v||_2], cut at the largest float; it holds all values.
[[nodiscard]] UniformGrid norm_grid(const ValueRange& range, std::int32_t points);

}  // namespace lowband
