// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/compressor.hpp"

namespace lowband {

/// Adaptive threshold quantization (Dryden et al., MLHPC 2016, "Communication quantization for data-parallel training
/// of deep neural networks"; to be used with an error memory): of the positive coordinates the share `proportion` with
/// the largest values, decoded to their mean m+; of the negative ones likewise, to m-; all others to 0. Of n
/// coordinates of a sign, proportion * n rounded to the nearest integer are sent, but at least one if there is one.
/// Biased:
///
///     ||C(v) - v||^2 = ||v||^2 - k+ m+^2 - k- m-^2   (for exact means),   k+, k- how many are sent.
///
/// The original finds the two thresholds in a random sample of the coordinates; here they are exact, and of equal
/// values at a threshold those of the lower index are sent, so the share is exact too.
///
/// Wire format: m+ and m- as float32, then k+ and k- with 32 bits each, all little-endian; the indices of the positive
/// coordinates, then those of the negative ones, each set as by write_indices(). A mean of none is 0.
class AdaptiveThreshold final : public Compressor {
 public:
  void parameters(Parameters& parameters) override;

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  /// Exact for this vector.
  [[nodiscard]] std::optional<double> contraction(std::span<const float> vector) const override;

  /// Encoding, per coordinate: 2 to find what is not finite, 4 to count the signs, and for each sign 11 to select, as
  /// in TopK; 6 for the mean and the index of what is sent. Decoding: 5 for an index.
  [[nodiscard]] double encode_flops(std::size_t size) const override {
    return (28.0 + 6.0 * proportion_) * static_cast<double>(size);
  }
  [[nodiscard]] double decode_flops(std::size_t size) const override {
    return 5.0 * proportion_ * static_cast<double>(size);
  }

 private:
  /// That of the authors' own program, LBANN.
  double proportion_ = 1.0 / 64.0;
};

}  // namespace lowband
