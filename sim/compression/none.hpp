#pragma once

#include "sim/compression/compressor.hpp"

namespace lowband {

/// Full precision: the coordinates as float32, little-endian, 4 bytes each. Carries every value, NaN too, bit for bit.
class NoCompression final : public Compressor {
 public:
  void parameters(Parameters& /*parameters*/) override {}

  void encode(std::span<const float> vector, Stream random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;

  [[nodiscard]] bool lossless() const override { return true; }
  /// The bytes are those in memory: nothing is computed.
  [[nodiscard]] double encode_flops_per_coordinate() const override { return 0.0; }
  [[nodiscard]] double decode_flops_per_coordinate() const override { return 0.0; }
  [[nodiscard]] std::optional<double> variance(std::span<const float> /*vector*/) const override { return 0.0; }
};

}  // namespace lowband
