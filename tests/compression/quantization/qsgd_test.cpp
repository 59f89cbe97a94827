// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/qsgd.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

std::unique_ptr<Qsgd> qsgd(const char* parameters) {
  auto codec = std::make_unique<Qsgd>();
  Parameters declared;
  codec->parameters(declared);
  declared.read(Json::parse(parameters), Place("e.json"));
  codec->check(Place("e.json"));
  return codec;
}

}  // namespace

TEST_CASE("QSGD: bits and levels give each other", "[qsgd]") {
  const auto in_force = [](const char* parameters) {
    Parameters declared;
    const auto codec = qsgd(parameters);
    codec->parameters(declared);
    return declared.values().dump();
  };
  CHECK(in_force("{}") == R"({"bits":4,"levels":7,"bucket":512,"norm":"max","encoding":"fixed"})");
  CHECK(in_force(R"({"bits": 2})") == R"({"bits":2,"levels":1,"bucket":512,"norm":"max","encoding":"fixed"})");
  CHECK(in_force(R"({"bits": 16, "norm": "max"})") ==
        R"({"bits":16,"levels":32767,"bucket":512,"norm":"max","encoding":"fixed"})");
  CHECK(in_force(R"({"levels": 1})") == R"({"bits":2,"levels":1,"bucket":512,"norm":"max","encoding":"fixed"})");
  CHECK(in_force(R"({"levels": 7})") == R"({"bits":4,"levels":7,"bucket":512,"norm":"max","encoding":"fixed"})");
  CHECK(in_force(R"({"levels": 8})") ==
        R"({"bits":5,"levels":8,"bucket":512,"norm":"max","encoding":"fixed"})");  // 1 + ceil(log2 9)
  CHECK(in_force(R"({"levels": 32767})") ==
        R"({"bits":16,"levels":32767,"bucket":512,"norm":"max","encoding":"fixed"})");
  // What the manifest shows can be read again.
  CHECK(in_force(in_force(R"({"levels": 100, "bucket": 64})").c_str()) ==
        R"({"bits":8,"levels":100,"bucket":64,"norm":"max","encoding":"fixed"})");
  CHECK_THROWS_WITH(qsgd(R"({"bits": 4, "levels": 8})"),
                    "e.json: /levels: 8 levels take 5 bits a coordinate, but bits is 4; give one of the two");
  CHECK_THROWS_AS(qsgd(R"({"bits": 4, "levels": 3})"), UsageError);  // would fit in 3 bits
  for (const char* bad : {R"({"bits": 1})", R"({"bits": 17})", R"({"levels": 0})", R"({"levels": 32768})",
                          R"({"bucket": 0})", R"({"bucket": 16777217})", R"({"norm": "1"})"}) {
    CHECK_THROWS_AS(qsgd(bad), UsageError);
  }
}

TEST_CASE("QSGD: the registry knows it", "[qsgd]") {
  const auto codec = compressors().read(Json::parse(R"({"name": "qsgd", "bits": 8})"), Place("e.json"));
  REQUIRE(codec->shared_scale() != nullptr);
  CHECK(codec->shared_scale()->levels() == 127);
  CHECK(codec->facts().error_class == ErrorClass::unbiased);
}

TEST_CASE("QSGD: a code has exactly the length of the formula", "[qsgd]") {
  // By hand, 4 bits and buckets of 512: 4 + 1; 509 is prime, 4 + ceil(509 / 2) = 259; one bucket 260; two buckets of
  // 512 and 509; and for 3 bits 4 + ceil(3 * 509 / 8) = 4 + 191.
  const auto four = qsgd(R"({"bits": 4})");
  CHECK(four->encoded_size(0) == 0);
  CHECK(four->encoded_size(1) == 5);
  CHECK(four->encoded_size(509) == 259);
  CHECK(four->encoded_size(512) == 260);
  CHECK(four->encoded_size(1021) == 519);
  CHECK(qsgd(R"({"bits": 3})")->encoded_size(509) == 195);
  for (const char* parameters : {R"({"bits": 2})", R"({"bits": 3, "bucket": 7})", R"({"bits": 16, "bucket": 1})",
                                 R"({"levels": 5, "bucket": 1000})"}) {
    const auto codec = qsgd(parameters);
    Code code(5000);  // longer than any of them
    for (const std::size_t size : {0U, 1U, 2U, 509U, 512U, 1021U}) {
      Stream random = stream();
      codec->encode(gaussian(size), random, code);
      CHECK(code.size() == codec->encoded_size(size));
    }
  }
}

TEST_CASE("QSGD: the bytes of a small code by hand", "[qsgd]") {
  // 4 levels need 4 bits. Bucket one: scale 4 (0x40800000), a = |v| = 4, 1, 0, 2 is on the grid: codes 0100, 1001,
  // 0000, 0010, the first of each pair in the low half. Bucket two: scale 2 (0x40000000), code 1100.
  const auto codec = qsgd(R"({"levels": 4, "bucket": 4, "norm": "max"})");
  CHECK(coded(*codec, {4, -1, 0, 2, -2}) == bytes({0x00, 0x00, 0x80, 0x40, 0x94, 0x20, 0x00, 0x00, 0x00, 0x40, 0x0C}));

  // The 2-norm of a single spike is its magnitude: 3 levels in 3 bits, codes 000, 111, 000 = bits 3, 4, 5.
  const auto spike = qsgd(R"({"bits": 3})");
  CHECK(coded(*spike, {0, -1, 0}) == bytes({0x00, 0x00, 0x80, 0x3F, 0b00111000, 0x00}));
}

TEST_CASE("QSGD: decoding gives scale * sign * level / s exactly", "[qsgd]") {
  const auto vector = gaussian(1000);
  for (const std::size_t bucket : {1U, 7U, 64U, 512U, 1000U}) {
    for (const char* norm : {"2", "max"}) {
      for (const int levels : {1, 5, 7, 100, 32767}) {
        const Json json = {{"levels", levels}, {"bucket", bucket}, {"norm", norm}};
        const auto codec = qsgd(json.dump().c_str());
        // The form for shared scales, with the worker's own scales and the same random numbers, has the same integers.
        std::vector<float> scales(codec->scale_count(vector.size()));
        std::vector<std::int32_t> integers(vector.size());
        codec->scales(vector, scales);
        Stream random = stream();
        codec->quantize(vector, scales, random, integers);
        const auto decoded = coded_and_back(*codec, vector);
        for (std::size_t i = 0; i < vector.size(); ++i) {
          const float level_ratio = static_cast<float>(integers[i]) / static_cast<float>(levels);
          REQUIRE(decoded[i] == scales[i / bucket] * level_ratio);
          REQUIRE_FALSE((decoded[i] == 0.0F && std::signbit(decoded[i])));  // one zero only
        }
        std::vector<float> dequantized(vector.size());
        codec->dequantize(integers, scales, 1.0F, dequantized);
        CHECK(dequantized == decoded);
      }
    }
  }
}

TEST_CASE("QSGD: a code depends on the values and the stream alone", "[qsgd]") {
  const auto codec = qsgd("{}");
  const auto vector = gaussian(700);
  const Code first = coded(*codec, vector);
  std::vector<float> shifted = vector;  // the same values from another alignment
  shifted.insert(shifted.begin(), 0.0F);
  Code second;
  Stream random = stream();
  codec->encode(std::span(shifted).subspan(1), random, second);
  CHECK(first == second);
  CHECK(first != coded(*codec, vector, 1));
}

TEST_CASE("QSGD: zeros stay zeros, bucket by bucket", "[qsgd]") {
  CHECK(coded_and_back(*qsgd("{}"), std::vector<float>(1000, 0.0F)) == std::vector<float>(1000, 0.0F));
  CHECK(coded_and_back(*qsgd("{}"), {}).empty());
  const auto decoded = coded_and_back(*qsgd(R"({"bucket": 2})"), {0.0F, 0.0F, 5.0F, 0.0F, -0.0F});
  CHECK(decoded == std::vector<float>{0.0F, 0.0F, 5.0F, 0.0F, 0.0F});
}

TEST_CASE("QSGD: denormals and huge values keep within one level", "[qsgd]") {
  using Limits = std::numeric_limits<float>;
  for (const char* norm : {R"({"norm": "2"})", R"({"norm": "max"})"}) {
    const auto codec = qsgd(norm);
    const float tiny = Limits::denorm_min();
    CHECK(coded_and_back(*codec, {tiny}) == std::vector<float>{tiny});
    for (const std::vector<float>& vector : {std::vector<float>{tiny, -3 * tiny, 100 * tiny, 0.0F},
                                             std::vector<float>{1.0F, Limits::max(), -tiny, 1e30F}}) {
      std::vector<float> scale(1);
      codec->scales(vector, scale);
      const auto decoded = coded_and_back(*codec, vector);
      for (std::size_t i = 0; i < vector.size(); ++i) {
        REQUIRE(std::isfinite(decoded[i]));
        // One level, and half a denormal for the rounding of the result.
        REQUIRE(std::abs(static_cast<double>(decoded[i]) - static_cast<double>(vector[i])) <=
                static_cast<double>(scale[0]) / codec->levels() * 1.0001 + static_cast<double>(tiny));
      }
    }
    CHECK(coded_and_back(*codec, {0.0F, -Limits::max()}) == std::vector<float>{0.0F, -Limits::max()});
  }
}

TEST_CASE("QSGD: what is not finite has diverged", "[qsgd]") {
  const auto codec = qsgd(R"({"bucket": 8})");
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    auto vector = gaussian(20);
    vector[17] = bad;
    CHECK_THROWS_AS(coded(*codec, vector), Diverged);
    CHECK_THROWS_AS(codec->variance(vector), Diverged);
    std::vector<float> scales(3);
    CHECK_THROWS_AS(codec->scales(vector, scales), Diverged);
    std::vector<std::int32_t> integers(20);
    Stream random = stream();
    CHECK_THROWS_AS(codec->quantize(vector, std::vector<float>(3, 100.0F), random, integers), Diverged);
  }
}

TEST_CASE("QSGD: codes of the wrong size are refused", "[qsgd]") {
  const auto codec = qsgd(R"({"bucket": 8})");
  const auto vector = gaussian(21);
  const Code code = coded(*codec, vector);
  check_other_sizes_refused(*codec, code, vector.size());
}

TEST_CASE("QSGD: codes that nobody can have sent are refused", "[qsgd]") {
  const auto codec = qsgd(R"({"levels": 5, "norm": "max"})");  // 4 bits, magnitudes 6 and 7 have no meaning
  std::vector<float> decoded(2);
  CHECK_NOTHROW(codec->decode(bytes({0x00, 0x00, 0xA0, 0x40, 0xD5}), decoded));
  CHECK(decoded == std::vector<float>{5.0F, -5.0F});  // scale 5, codes 0101 and 1101
  CHECK_THROWS_AS(codec->decode(bytes({0x00, 0x00, 0xA0, 0x40, 0xE5}), decoded), std::runtime_error);
  CHECK_THROWS_AS(codec->decode(bytes({0x00, 0x00, 0xA0, 0x40, 0x57}), decoded), std::runtime_error);
  for (const float scale :
       {-1.0F, -0.0F, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    Code code(5);
    std::memcpy(code.data(), &scale, sizeof scale);
    CHECK_THROWS_AS(codec->decode(code, decoded), std::runtime_error);
  }
}

TEST_CASE("QSGD: garbage decodes to finite numbers or is refused", "[qsgd]") {
  Stream random(8, Purpose::data, 0, 0);
  int refused = 0;
  for (const char* parameters : {R"({"bits": 4, "bucket": 16})", R"({"levels": 5, "bucket": 3})"}) {
    const auto codec = qsgd(parameters);
    for (int i = 0; i < 500; ++i) {
      std::vector<float> decoded(random.below(40));
      Code code(codec->encoded_size(decoded.size()).value());
      for (auto& byte : code) byte = static_cast<std::byte>(random.below(256));
      try {
        codec->decode(code, decoded);
        for (const float value : decoded) REQUIRE(std::isfinite(value));
      } catch (const std::runtime_error&) {
        ++refused;
      }
    }
  }
  CHECK(refused > 500);  // half of all scales are negative
}
