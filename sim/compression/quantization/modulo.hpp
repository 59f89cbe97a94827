// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "sim/base/lanes.hpp"
#include "sim/compression/compressor.hpp"

namespace lowband {

/// Modulo quantization, the codec of Moniqua (Lu and De Sa, ICML 2020, arXiv:2002.11787), for vectors of which the
/// receiver has one of its own that is near: |x_i - y_i| < theta for all i, y being the receiver's. Only the position
/// of x_i within a period B is sent, on a grid of 2^bits points,
///
///     q = round(2^bits (x / B mod 1)) mod 2^bits,
///     C(x) = y + ((q B / 2^bits - y) centred modulo B),   B = 2 theta / (1 - 2 delta),
///
/// with delta = 2^-(bits + 1) for rounding to nearest and 2^-bits for stochastic rounding, which needs 2 bits. Then
///
///     |C(x)_i - x_i| <= delta B,
///
/// up to the rounding of C(x) to float32, and with stochastic rounding E C(x) = x. Where |x_i - y_i| is larger, C(x)_i
/// is wrong by multiples of B: there is no way to notice. decode() expects y in `vector`.
///
/// B is rounded up, by less than 2^-22 of it, so that 1 / B is a float and x / B exact in double: nothing is lost as
/// long as |x_i| < 2^(51 - bits) B; beyond 2^24 B a float32 has no room for less than B anyway.
///
/// Wire format: the codes q, `bits` each, packed as by pack() and filled up to a whole byte. Every code is valid.
class Modulo final : public Compressor {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] bool reads_receiver() const override { return true; }
  /// ceil(d bits / 8) bytes.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// Encoding: 2 to find what is not finite, 3 for the grid (multiply, round, mask), 5 to pack; stochastically 13 for a
  /// random number, 2 to add it. Decoding: 3 to unpack, 9 for position, centring and sum.
  [[nodiscard]] double encode_flops(std::size_t size) const override {
    return (stochastic() ? 25.0 : 10.0) * static_cast<double>(size);
  }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 12.0 * static_cast<double>(size); }

  /// B.
  [[nodiscard]] double period() const;

 private:
  [[nodiscard]] unsigned bits() const { return static_cast<unsigned>(bits_); }
  [[nodiscard]] bool stochastic() const { return rounding_ == "stochastic"; }
  [[nodiscard]] double delta() const;
  /// 1 / B, a float.
  [[nodiscard]] double frequency() const;

  int bits_ = 8;
  double theta_ = 1.0;
  std::string rounding_ = "nearest";
};

}  // namespace lowband
