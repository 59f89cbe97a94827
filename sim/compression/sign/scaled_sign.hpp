// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/compression/compressor.hpp"

namespace lowband {

/// Signs with one magnitude for all coordinates,
///
///     C(v)_i = c sign(v_i),   sign(0) = +1,
///
/// where c is the mean magnitude, ||v||_1 / d (norm "1"; Karimireddy et al., "Error Feedback Fixes SignSGD and other
/// Gradient Compression Schemes", ICML 2019, arXiv:1901.09847), or the root of the mean square, ||v||_2 / sqrt(d),
/// which keeps the 2-norm (norm "2"; Tang et al., "1-bit Adam", ICML 2021, arXiv:2102.02888).
///
/// Deterministic and biased: ||C(v) - v||^2 = ||v||_2^2 - 2 c ||v||_1 + d c^2. For norm "1" that is a contraction with
/// delta = ||v||_1^2 / (d ||v||_2^2), 2 / pi = 0.637 for Gaussian coordinates. For norm "2" delta is
/// 2 ||v||_1 / (sqrt(d) ||v||_2) - 1, 0.596 for Gaussian coordinates, but below zero for vectors of few large ones.
///
/// Wire format: c as float32, little-endian (0 for an empty vector), then a bit for each sign as by pack_signs(). The
/// sums are taken in double.
class ScaledSign final : public Compressor {
 public:
  void parameters(Parameters& parameters) override;

  [[nodiscard]] CodecFacts facts() const override;
  [[nodiscard]] bool is_for_tensors() const override { return true; }
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<double> contraction(std::span<const float> vector) const override;

  /// 4 + ceil(d / 8) bytes.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// Encoding: 2 for the norm, 1 comparison, 2 to pack the bit. Decoding: 2 for the bit, 1 to choose.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 5.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 3.0 * static_cast<double>(size); }

 private:
  /// ||v||_1 or ||v||_2^2 of a part of the vector.
  [[nodiscard]] double norm_sum(std::span<const float> part) const;
  /// c, from the sum over the whole vector. Throws Diverged if that is not finite.
  [[nodiscard]] float scale(double sum, std::size_t size) const;

  /// As in EF-signSGD.
  std::string norm_ = "1";
};

}  // namespace lowband
