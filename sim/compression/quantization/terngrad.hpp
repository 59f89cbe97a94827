// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "sim/compression/compressor.hpp"

namespace lowband {

/// TernGrad (Wen et al., NeurIPS 2017, arXiv:1705.07878, sections 3.1 and 3.3). The vector, in the paper the gradient
/// of one layer, is clipped at `clip` of its standard deviations sigma, and each coordinate becomes zero or the scale:
///
///     w_i = sign(v_i) min(|v_i|, clip sigma),   C(v)_i = s sign(w_i) b_i,   P(b_i = 1) = |w_i| / s,   s = max |w_i|.
///
/// E C(v) = w, and E||C(v) - w||^2 = s ||w||_1 - ||w||_2^2. Unbiased without clipping; where coordinates are clipped,
/// only of the clipped vector. sigma is about the mean of the coordinates; if it is 0, that is for coordinates that are
/// all the same, nothing is clipped.
///
/// Wire format: nothing for an empty vector; otherwise s as float32, little-endian, and the integers sign(w_i) b_i,
/// with `packing` "2-bit" as two bits each in two's complement (00, 01, 11), packed as by pack() and filled up to a
/// whole byte; with "base-3" as by pack_trits(), five to a byte.
///
/// As a form for shared scales, levels = 1 and there is one scale for the whole vector (the paper's scaler sharing,
/// section 3.3); every worker clips by its own bound.
class TernGrad final : public Compressor, public SharedScaleQuantizer {
 public:
  void parameters(Parameters& parameters) override;

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  /// Empty where clipping changes the vector: the codec is not unbiased for it.
  [[nodiscard]] std::optional<double> variance(std::span<const float> vector) const override;
  [[nodiscard]] std::optional<double> worst_relative_variance(std::optional<std::size_t> size) const override;
  /// 1/2, with clipping and without; see maximum_norm_factor(). What clipping takes off is left, too, and goes later.
  [[nodiscard]] std::optional<double> contraction_factor(std::size_t size) const override;
  [[nodiscard]] const SharedScaleQuantizer* shared_scale() const override { return this; }

  /// Encoding: 5 for the deviation and the maximum (square, two sums, magnitude, maximum), 2 to clip, 9 to round, 13
  /// for a random number, 4 to pack. Decoding: 3 to unpack and check, 3 to convert, divide and scale.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 33.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 6.0 * static_cast<double>(size); }

  /// 4 + ceil(d / 4) bytes for 2 bits each, 4 + ceil(d / 5) in base 3.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  [[nodiscard]] std::int32_t levels() const override { return 1; }
  [[nodiscard]] std::size_t scale_count(std::size_t size) const override { return size == 0 ? 0 : 1; }
  void scales(std::span<const float> vector, std::span<float> scales) const override;
  void quantize(std::span<const float> vector, std::span<const float> scales, Stream& random,
                std::span<std::int32_t> integers) const override;
  void dequantize(std::span<const std::int32_t> integers, std::span<const float> scales, float factor,
                  std::span<float> vector) const override;

 private:
  [[nodiscard]] bool clips() const { return clip_.value_or(0.0) > 0.0; }
  /// s, the bound that clips a coordinate where there is one.
  [[nodiscard]] float scale(std::span<const float> vector) const;
  [[nodiscard]] std::size_t packed_integers(std::size_t count) const;
  void pack_integers(std::span<const std::int32_t> integers, std::span<std::byte> packed) const;
  void unpack_integers(std::span<const std::byte> packed, std::span<std::int32_t> integers) const;

  std::optional<double> clip_ = 2.5;
  std::string packing_ = "2-bit";
};

}  // namespace lowband
