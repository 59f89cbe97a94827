// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/compressor.hpp"

namespace lowband {

/// Threshold quantization (Strom, Interspeech 2015, "Scalable distributed DNN training using commodity GPU cloud
/// computing"; to be used with an error memory, which is part of it): of every coordinate with |v_i| > tau its index
/// and its sign, decoded to sign(v_i) tau. What is not sent is decoded to 0. Biased:
///
///     ||C(v) - v||^2 = ||v||^2 - sum of tau (2 |v_i| - tau) over |v_i| > tau,
///
/// a contraction as long as one magnitude is above tau. tau is in force as a float32, and has no default: what is large
/// depends on the gradients.
///
/// Wire format: how many coordinates are sent, 32 bits, little-endian; their indices, as by write_indices(); their
/// signs (1: negative), a bit each in the order of the indices, packed as by pack() and filled up to a whole byte.
class Threshold final : public Compressor {
 public:
  void parameters(Parameters& parameters) override;

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  /// Exact for this vector: 0 if nothing is sent.
  [[nodiscard]] std::optional<double> contraction(std::span<const float> vector) const override;

  /// Per coordinate 5 to count (magnitude, compare, add, largest) and 2 to list (magnitude, compare), as if few were
  /// sent: how many are depends on the values. Decoding: 1 for a zero.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 7.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 1.0 * static_cast<double>(size); }

 private:
  [[nodiscard]] float tau() const { return static_cast<float>(tau_); }

  double tau_ = 1.0;
};

}  // namespace lowband
