// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/code_samples.hpp"

#include <catch2/catch.hpp>

#include "sim/compression/compression.hpp"

using namespace lowband;

namespace {

/// Says how often it has encoded; a code of n coordinates has n^2 bytes.
class Squares final : public Compressor {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] CodecFacts facts() const override { return {ErrorClass::biased, "", ""}; }
  void encode(std::span<const float> vector, Stream& /*random*/, Code& code) const override {
    ++encoded;
    code.resize(vector.size() * vector.size());
  }
  void decode(std::span<const std::byte> /*code*/, std::span<float> /*vector*/) const override {}
  [[nodiscard]] double encode_flops(std::size_t /*size*/) const override { return 0.0; }
  [[nodiscard]] double decode_flops(std::size_t /*size*/) const override { return 0.0; }

  mutable int encoded = 0;
};

}  // namespace

TEST_CASE("a code of each size is made once, and longer ones are in proportion", "[compression]") {
  const Squares codec;
  CodeSamples samples;
  CHECK(samples.bytes(codec, 10, 100) == 100.0);
  CHECK(samples.bytes(codec, 10, 100) == 100.0);
  CHECK(codec.encoded == 1);
  CHECK(samples.bytes(codec, 100, 100) == 10'000.0);
  CHECK(samples.bytes(codec, 250, 100) == 25'000.0);  // 2.5 times as much as 100 coordinates
  CHECK(codec.encoded == 2);
}

TEST_CASE("where sizes are known no code is made", "[compression]") {
  Compression compression;
  CHECK(compression.has_known_sizes());
  CHECK(compression.code_bytes(std::size_t{1} << 40U, 1) == 0x1p42);  // four bytes each
}
