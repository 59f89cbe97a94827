// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/compressor.hpp"

namespace lowband {

/// Stochastic rounding to multiples of a fixed step D, whatever the vector's norm:
///
///     C(v_i) = D n_i,   n_i = floor(a_i) + [u_i < a_i - floor(a_i)],   a_i = v_i / D,
///
/// u_i uniform on [0, 1). Unbiased; E||C(v) - v||^2 = D^2 sum_i f_i (1 - f_i) <= d D^2 / 4 with f_i the fraction of
/// a_i: a bound that does not grow with v, as ECD-PSGD assumes (Tang et al., NeurIPS 2018, arXiv:1803.06443, assumption
/// 2), and does not shrink with v either.
///
/// Nothing is clipped: a block of 512 coordinates has as many bits for each as its largest integer needs. Wire format,
/// block after block, the last of which holds the coordinates that are left: the width w of its codes in one byte, 0 to
/// 26; then the codes, 2 n for n >= 0 and -2 n - 1 for n < 0, as by pack() in w bits each and filled up to a whole
/// byte; nothing for w = 0, which stands for zeros. Magnitudes up to 2^24 D can be encoded; beyond, a float's own last
/// digit is coarser than the step.
class FixedGrid final : public Compressor {
 public:
  void parameters(Parameters& parameters) override {
    parameters.number("step", step_, {1e-30, 1e30}, "", "distance of neighbouring values, of the scale of a coordinate",
                      Parameters::Need::required);
  }

  [[nodiscard]] CodecFacts facts() const override {
    return {ErrorClass::unbiased,
            "E||C(v) - v||^2 = step^2 sum_i f_i (1 - f_i) <= d step^2 / 4, f_i the fraction of v_i / step",
            "8 / 512 + mean over blocks of 512 of ceil(log2(2 max |n| + 1)), n the integers nearest to v / step"};
  }
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<double> variance(std::span<const float> vector) const override;
  /// 1: every error is below the step.
  [[nodiscard]] std::optional<double> contraction_factor(std::size_t /*size*/) const override { return 1.0; }
  /// 2^24 steps.
  [[nodiscard]] float largest_magnitude() const override;

  /// Encoding: 1 to check, 5 to round (divide, floor, subtract, compare, add), 13 for a random number, 4 for the code
  /// and the largest of them, 5 to pack. Decoding: 3 to unpack, 1 to check, 4 for the integer, 1 to scale.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 28.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 9.0 * static_cast<double>(size); }

 private:
  double step_ = 0.01;
};

}  // namespace lowband
