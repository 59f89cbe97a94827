// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "sim/compression/compressor.hpp"

namespace lowband {

/// Quantization to variance-optimal levels (ZipML: Zhang et al., ICML 2017, arXiv:1611.05402). Each coordinate is
/// rounded to one of the two levels l <= v_i <= u around it, to u with probability (v_i - l) / (u - l). Unbiased;
/// E||C(v) - v||^2 = sum_i (u - v_i)(v_i - l), which the choice of levels makes as small as it can be for a sample of
/// the vector, by dynamic programming. The least and the largest coordinate of the whole vector are levels.
///
/// The sample takes one coordinate at a fixed random place in each of `sample` equal stretches of the vector, and all
/// of a vector that is not larger. So the levels depend on the vector alone, and any vector whose rows have the length
/// of a stretch is sampled across its columns.
///
/// For a product of two quantized vectors to be unbiased, such as a (a^T x - b) of least squares, both must be
/// quantized independently: encode twice, from different streams (the authors' double sampling).
///
/// Wire format, little-endian: the levels as float32, in ascending order; then the index of every coordinate's level,
/// in ceil(log2 levels) bits each, packed as by pack() and filled up to a whole byte. A vector of size 0 has no bytes.
class Zipml final : public Compressor {
 public:
  void parameters(Parameters& parameters) override;

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<double> variance(std::span<const float> vector) const override;
  [[nodiscard]] std::optional<double> worst_relative_variance(std::optional<std::size_t> size) const override;

  /// As for evenly spaced levels, than which these are closer where coordinates are; see maximum_norm_factor().
  [[nodiscard]] std::optional<double> contraction_factor(std::size_t size) const override;

  /// 4 levels + ceil(d ceil(log2 levels) / 8) bytes, if there are coordinates.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// Encoding: 4 for the extremes, 2 for each level up to 32 and 3 for each halving to find the level, 7 to round, 13
  /// for a random number, 5 to pack; for the levels 12 steps for each level, sampled value and halving. Decoding: 3 to
  /// unpack, 1 to check, 1 to look up.
  [[nodiscard]] double encode_flops(std::size_t size) const override;
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 5.0 * static_cast<double>(size); }

 private:
  [[nodiscard]] std::size_t level_count() const { return static_cast<std::size_t>(levels_); }
  [[nodiscard]] unsigned bits() const;
  /// The levels for a vector that is not empty, into the first levels_ elements.
  void choose_levels(std::span<const float> vector, std::span<float> levels) const;

  int levels_ = 16;
  int sample_ = 1024;
};

}  // namespace lowband
