// SPDX-License-Identifier: Apache-2.0
#include "fuzz/harness.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>
#include <vector>

#include "sim/base/error.hpp"
#include "tests/compression/variants.hpp"

namespace lowband::fuzz {

namespace {

/// A target is a program for one codec, which is made once.
const Compressor& codec(std::string_view label) {
  static const auto codec = testing::variant(label).make();
  return *codec;
}

void require(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

bool all_finite(std::span<const float> vector) {
  return std::all_of(vector.begin(), vector.end(), [](float value) { return std::isfinite(value); });
}

/// The receiver's own vector where a codec reads it, with magnitudes at which sums overflow; else NaN everywhere, so
/// that a coordinate left unwritten shows.
std::vector<float> before_decoding(const Compressor& codec, std::size_t size) {
  std::vector<float> vector(size, std::numeric_limits<float>::quiet_NaN());
  if (!codec.reads_receiver()) return vector;
  for (std::size_t i = 0; i < size; ++i)
    vector[i] = std::ldexp(i % 2 == 0 ? 1.9F : -1.7F, static_cast<int>(i % 256) - 128);
  return vector;
}

}  // namespace

void decode(std::string_view label, std::span<const std::uint8_t> input) {
  if (input.size() < 2) return;
  const std::size_t size = (input[0] | std::size_t{input[1]} << 8U) % (most_coordinates + 1);
  auto vector = before_decoding(codec(label), size);
  try {
    codec(label).decode(std::as_bytes(input.subspan(2)), vector);
  } catch (const std::runtime_error&) {
    return;
  }
  require(testing::keeps_all(codec(label)) || all_finite(vector), "an accepted code decodes to finite numbers");
}

void round_trip(std::string_view label, std::span<const std::uint8_t> input) {
  std::vector<float> vector(std::min(input.size() / sizeof(float), most_coordinates));
  if (!vector.empty()) std::memcpy(vector.data(), input.data(), vector.size() * sizeof(float));
  const bool lossless = testing::keeps_all(codec(label));
  Stream random(1, Purpose::quantization, 0, 0);
  Code code;
  try {
    codec(label).encode(vector, random, code);
  } catch (const Diverged&) {
    return;
  }
  require(lossless || all_finite(vector), "encode() throws Diverged for NaN and infinity");
  const auto stated = codec(label).encoded_size(vector.size());
  require(!stated || *stated == code.size(), "a code has its stated size");
  auto decoded = codec(label).reads_receiver() ? vector : before_decoding(codec(label), vector.size());
  codec(label).decode(code, decoded);
  if (lossless) {
    require(std::ranges::equal(std::as_bytes(std::span(decoded)), std::as_bytes(std::span(vector))),
            "a lossless codec loses nothing");
  } else {
    require(all_finite(decoded), "what encode() wrote decodes to finite numbers");
  }
}

}  // namespace lowband::fuzz
