// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "sim/compression/compressor.hpp"

namespace lowband {

/// Stochastic k-level quantization with entropy-coded levels (Suresh et al., ICML 2017, arXiv:1611.00429, section 4):
/// k-level (k_level.hpp) with the range "norm", by default with as many as floor(sqrt(d)) + 1 levels. Few of them lie
/// where the coordinates are, so a coordinate takes O(1) bits on average, while the error does not grow with d.
/// Unbiased; E||C(v) - v||^2 = D^2 sum_i f_i (1 - f_i) <= d / (2 (k - 1)^2) ||v||^2, with D = s / (k - 1), s = sqrt(2)
/// ||v||_2 and f_i the fraction of (v_i - min) / D.
///
/// Wire format: the ends of the grid, min and min + s (k_level.hpp), as float32, little-endian; the frequencies of the
/// indices as Frequencies writes them; the indices as AnsEncoder writes them. A vector of size 0 has no bytes. The
/// authors send the counts themselves; what the coder makes of them is shorter.
class VariableLengthKLevel final : public Compressor {
 public:
  void parameters(Parameters& parameters) override;

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<double> variance(std::span<const float> vector) const override;
  [[nodiscard]] std::optional<double> worst_relative_variance(std::optional<std::size_t> size) const override;

  /// Encoding: those of k-level without packing, 30, 1 to count, 8 to code. Decoding: 10 to decode, 5 for the point.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 39.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 15.0 * static_cast<double>(size); }

 private:
  /// k for a vector of `size` coordinates.
  [[nodiscard]] std::int32_t levels_for(std::size_t size) const;

  std::optional<int> levels_;
};

}  // namespace lowband
