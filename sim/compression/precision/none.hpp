// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/compressor.hpp"

namespace lowband {

/// Full precision: the coordinates as float32, little-endian, 4 bytes each. Carries every value, NaN too, bit for bit.
class NoCompression final : public Compressor {
 public:
  void parameters(Parameters& /*parameters*/) override {}

  [[nodiscard]] CodecFacts facts() const override { return {ErrorClass::lossless, "C(v) = v", "32"}; }
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override {
    return size * sizeof(float);
  }

  /// The bytes are those in memory: nothing is computed.
  [[nodiscard]] double encode_flops(std::size_t /*size*/) const override { return 0.0; }
  [[nodiscard]] double decode_flops(std::size_t /*size*/) const override { return 0.0; }
  [[nodiscard]] std::optional<double> variance(std::span<const float> /*vector*/) const override { return 0.0; }
};

}  // namespace lowband
