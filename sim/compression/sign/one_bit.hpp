// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/compressor.hpp"

namespace lowband {

/// One bit a coordinate (Seide et al., "1-Bit Stochastic Gradient Descent and its Application to Data-Parallel
/// Distributed Training of Speech DNNs", Interspeech 2014): which of two classes it is in, n+ coordinates that are not
/// negative or n- that are, and for each class the mean m+ or m- that all of it decodes to.
///
/// Deterministic and biased; keeps the sum of the vector. ||C(v) - v||^2 = ||v||^2 - n+ m+^2 - n- m-^2, a contraction
/// with delta = (n+ m+^2 + n- m-^2) / ||v||^2, 2 / pi = 0.637 for Gaussian coordinates. Made for error feedback. The
/// authors quantize each column of a weight matrix by itself; here the vector is one.
///
/// Wire format: m+ and m- as float32, little-endian, 0 for an empty class; then a bit for each coordinate as by
/// pack_signs(), 1 for the negative. The sums are taken in double.
class OneBit final : public Compressor {
 public:
  void parameters(Parameters& /*parameters*/) override {}

  [[nodiscard]] CodecFacts facts() const override;
  [[nodiscard]] bool is_for_tensors() const override { return true; }
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<double> contraction(std::span<const float> vector) const override;

  /// 8 + ceil(d / 8) bytes.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// Encoding: 1 comparison, 2 to choose and add for each class, 1 to count, 2 to pack the bit. Decoding: 2 for the
  /// bit, 1 to choose.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 8.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 3.0 * static_cast<double>(size); }
};

}  // namespace lowband
