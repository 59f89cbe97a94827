// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/compression/chunked.hpp"
#include "sim/compression/compressor.hpp"
#include "sim/compression/quantization/bucket_scale.hpp"

namespace lowband {

/// The coordinates that QSGD rounds with random numbers of their own: whole buckets.
[[nodiscard]] constexpr std::size_t qsgd_chunk(std::size_t bucket) {
  return (chunk_size + bucket - 1) / bucket * bucket;
}

/// The encodings of QSGD in which coordinates take as many bits as their levels need (see qsgd.hpp). A code word can
/// only be found behind the one before it, so a vector is coded in one go, by one thread.
struct QsgdElias {
  bool sparse;
  std::size_t bucket;
  Norm norm;
  std::int32_t levels;

  void encode(std::span<const float> vector, Stream& random, Code& code) const;
  void decode(std::span<const std::byte> code, std::span<float> vector) const;

  /// What coding the integers costs, beyond rounding and scaling.
  [[nodiscard]] double encode_flops(std::size_t size) const;
  [[nodiscard]] double decode_flops(std::size_t size) const;

 private:
  /// The most Elias words that are expected.
  [[nodiscard]] double words(std::size_t size) const;
};

}  // namespace lowband
