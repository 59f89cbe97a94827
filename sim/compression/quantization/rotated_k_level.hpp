// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "sim/compression/compressor.hpp"
#include "sim/compression/quantization/uniform_grid.hpp"

namespace lowband {

/// Stochastic k-level quantization after a random rotation (Suresh et al., ICML 2017, arXiv:1611.00429, section 3). Of
/// every `block` consecutive coordinates X, filled up with zeros to a power of two n,
///
///     Z = H D X / sqrt(n),   C(X) = D H Q(Z) / sqrt(n),
///
/// D a diagonal of random signs, H the Walsh-Hadamard transform, Q the k-level quantizer on a grid from the least to
/// the largest coordinate of Z. A rotation spreads what a few large coordinates hold, and so narrows the grid: E||C(v)
/// - v||^2 <= (2 ln n + 2) / (k - 1)^2 ||v||^2, over both the signs and the rounding. Unbiased for any signs. The
/// variance depends on the signs and has no closed form without them.
///
/// The authors rotate the whole vector, which may nearly double what is sent, and transforms of long vectors are slow:
/// hence the blocks. `block` 2^24 gives their form for vectors up to that size. The seed of the signs travels with the
/// message, so every message has a rotation of its own.
///
/// Wire format, little-endian: a seed as uint32; then, block after block, the ends of the grid as float32, and the n
/// indices of points, in ceil(log2 k) bits each, packed as by pack() and filled up to a whole byte. All blocks have n =
/// block, but for the last, whose n is the least power of two that holds what is left. A vector of size 0 has no bytes.
/// The signs of the c-th chunk of max(block, 2^16) coordinates are bits, as rotate() reads them block after block, from
/// Lanes seeded by Stream(seed, Purpose::quantization, 0, 0) from number 64 c on.
///
/// Throws Diverged for what is not finite, also where only the rotated vector is not. Decoded values saturate at the
/// largest float.
class RotatedKLevel final : public Compressor {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;

  /// 4 bytes, if there are coordinates, and 8 + ceil(n ceil(log2 k) / 8) for each block.
  [[nodiscard]] std::optional<double> worst_relative_variance(std::optional<std::size_t> size) const override;
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// Encoding: log2 n for the transform, 8 to scale, sign and normalize, and those of k-level. Decoding: log2 n, 10,
  /// and those of k-level. Zeros that fill a block up cost the same.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return flops(size, 43.0); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return flops(size, 19.0); }

 private:
  [[nodiscard]] std::size_t block() const { return static_cast<std::size_t>(block_); }
  [[nodiscard]] unsigned bits() const { return UniformGrid{.points = levels_}.bits(); }
  /// Bytes of the blocks of `size` coordinates.
  [[nodiscard]] std::size_t blocks_size(std::size_t size) const;
  /// Coordinates that are coded together.
  [[nodiscard]] std::size_t chunk() const;
  /// log2 n and so many for each coordinate, the padding included.
  [[nodiscard]] double flops(std::size_t size, double per_coordinate) const;

  int levels_ = 16;
  int block_ = 4096;
};

}  // namespace lowband
