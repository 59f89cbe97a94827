// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/rotated_k_level.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

std::unique_ptr<Compressor> rotated_k_level(Json parameters = Json::object()) {
  parameters["name"] = "rotated-k-level";
  return codec(parameters.dump());
}

double squared_length(const std::vector<float>& vector) {
  double sum = 0.0;
  for (const float value : vector) sum += static_cast<double>(value) * static_cast<double>(value);
  return sum;
}

double squared_error(const std::vector<float>& decoded, const std::vector<float>& vector) {
  double sum = 0.0;
  for (std::size_t i = 0; i < vector.size(); ++i) {
    sum += std::pow(static_cast<double>(decoded[i]) - static_cast<double>(vector[i]), 2);
  }
  return sum;
}

/// Five coordinates of 256, in different places and of different signs.
std::vector<float> sparse_vector() {
  std::vector<float> vector(256, 0.0F);
  const auto values = gaussian(5);
  for (std::size_t i = 0; i < 5; ++i) vector[7 + 50 * i] = values[i];
  return vector;
}

}  // namespace

TEST_CASE("rotated k-level: parameters", "[rotated-k-level]") {
  Parameters declared;
  const auto codec = rotated_k_level();
  codec->parameters(declared);
  CHECK(declared.values().dump() == R"({"levels":16,"block":4096})");
  CHECK_THROWS_WITH(rotated_k_level({{"block", 1000}}),
                    "e.json: /block: a block must be a power of two, such as 1024, not 1000");
  for (const Json& bad :
       {Json{{"levels", 1}}, Json{{"levels", 65537}}, Json{{"block", 1}}, Json{{"block", (1 << 24) + 1}}}) {
    CHECK_THROWS_AS(rotated_k_level(bad), UsageError);
  }
  CHECK(codec->facts().error_class == ErrorClass::unbiased);
  CHECK_FALSE(codec->variance(gaussian(10)).has_value());
}

TEST_CASE("rotated k-level: a code has exactly the length of the formula", "[rotated-k-level]") {
  // By hand, 4 bits: a seed, 8 for the ends, and 509 fill up to 512 indices: 4 + 8 + 256. In blocks of 256, the second
  // of 253: 4 + 2 (8 + 128); 300 in blocks of 256 and 64: 4 + 8 + 128 + 8 + 32.
  CHECK(rotated_k_level()->encoded_size(0) == 0);
  CHECK(rotated_k_level()->encoded_size(1) == 13);
  CHECK(rotated_k_level()->encoded_size(509) == 268);
  CHECK(rotated_k_level({{"block", 256}})->encoded_size(509) == 276);
  CHECK(rotated_k_level({{"block", 256}})->encoded_size(300) == 180);
  CHECK(rotated_k_level({{"levels", 5}})->encoded_size(509) == 4 + 8 + 192);
  Code code(5000);
  for (const Json& parameters : {Json::object(), Json{{"levels", 5}, {"block", 2}}, Json{{"levels", 2}, {"block", 64}},
                                 Json{{"levels", 65536}, {"block", 1 << 24}}}) {
    const auto codec = rotated_k_level(parameters);
    for (const std::size_t size : {0U, 1U, 2U, 509U, 512U, 1021U}) {
      Stream random = stream();
      codec->encode(gaussian(size), random, code);
      CHECK(code.size() == codec->encoded_size(size));
    }
  }
}

TEST_CASE("rotated k-level: the bytes of a small code by hand", "[rotated-k-level]") {
  // H (+-3, +-1) / sqrt(2) has the coordinates +-4 / sqrt(2) and +-2 / sqrt(2), which are the ends of the grid.
  const Code code = coded(*rotated_k_level({{"levels", 2}}), {3, 1});
  REQUIRE(code.size() == 13);
  Stream random = stream();
  const std::uint32_t seed = random();
  CHECK(std::memcmp(code.data(), &seed, 4) == 0);
  float ends[2];
  std::memcpy(ends, code.data() + 4, sizeof ends);
  Stream seeds(seed, Purpose::quantization, 0, 0);
  std::vector<std::uint32_t> words(16);
  Lanes(seeds).fill(words);
  const double x = (words[0] & 1U) == 0 ? 3 : -3;
  const double y = (words[0] & 2U) == 0 ? 1 : -1;
  const double sum = (x + y) / std::sqrt(2.0);
  const double difference = (x - y) / std::sqrt(2.0);
  CHECK(static_cast<double>(ends[0]) == Approx(std::min(sum, difference)));
  CHECK(static_cast<double>(ends[1]) == Approx(std::max(sum, difference)));
  CHECK(code[12] == (sum > difference ? std::byte{0b01} : std::byte{0b10}));
}

TEST_CASE("rotated k-level: awkward vectors come back within the grid's step", "[rotated-k-level]") {
  for (const Json& parameters : {Json::object(), Json{{"levels", 2}, {"block", 16}}, Json{{"levels", 65536}}}) {
    const auto codec = rotated_k_level(parameters);
    const int levels = parameters.value("levels", 16);
    for (const auto& vector : awkward_vectors()) {
      const auto decoded = coded_and_back(*codec, vector);
      const double norm = std::sqrt(squared_length(vector));
      double error = 0.0;
      for (std::size_t i = 0; i < vector.size(); ++i) {
        REQUIRE(std::isfinite(decoded[i]));
        error = std::hypot(error, static_cast<double>(decoded[i]) - static_cast<double>(vector[i]));
      }
      // Each of n <= 2 d coordinates errs by a step of at most 2 ||v|| / (k - 1); denormals round.
      const double d = 2.0 * static_cast<double>(vector.size());
      CHECK(error <= std::sqrt(d) * 2.0 * norm / (levels - 1) + 1e-5 * norm + 1e-44 * d);
    }
  }
}

TEST_CASE("rotated k-level: a code depends on the values and the stream alone", "[rotated-k-level]") {
  const auto codec = rotated_k_level({{"block", 128}});
  const auto vector = gaussian(700);
  const Code first = coded(*codec, vector);
  std::vector<float> shifted = vector;
  shifted.insert(shifted.begin(), 0.0F);
  Code second;
  Stream random = stream();
  codec->encode(std::span(shifted).subspan(1), random, second);
  CHECK(first == second);
  CHECK(first != coded(*codec, vector, 1));
}

TEST_CASE("rotated k-level: long vectors, in several chunks, on several threads", "[rotated-k-level]") {
  const std::size_t size = (std::size_t{1} << 20U) + 77;
  std::vector<float> vector(size);
  for (std::size_t i = 0; i < size; ++i) vector[i] = static_cast<float>(i % 17) - 8.0F;
  for (const int block : {4096, 1 << 18}) {
    const auto decoded = coded_and_back(*rotated_k_level({{"levels", 65536}, {"block", block}}), vector);
    // A step is about 2 * 5 * 4.9 / 2^16 = 7.5e-4, the error of one coordinate of that order.
    CHECK(std::sqrt(squared_error(decoded, vector) / static_cast<double>(size)) < 1e-3);
  }
}

TEST_CASE("rotated k-level: is unbiased, and within the bound of the paper", "[rotated-k-level]") {
  for (const auto& vector : {uneven_vector(), sparse_vector()}) {
    for (const int k : {2, 4, 16}) {
      for (const int block : {64, 256}) {
        const auto codec = rotated_k_level({{"levels", k}, {"block", block}});
        const auto functionals = directions(vector);
        std::vector<Sample> errors(functionals.size());
        Sample squares;
        for (std::uint32_t step = 0; step < 300; ++step) {
          const auto decoded = coded_and_back(*codec, vector, step);
          squares.add(squared_error(decoded, vector));
          for (std::size_t f = 0; f < functionals.size(); ++f) {
            double product = 0.0;
            for (std::size_t i = 0; i < vector.size(); ++i) {
              product += functionals[f][i] * (static_cast<double>(decoded[i]) - static_cast<double>(vector[i]));
            }
            errors[f].add(product);
          }
        }
        for (const Sample& error : errors) CHECK(std::abs(error.mean()) < 5.0 * error.standard_error());
        const double bound = (2.0 * std::log(block) + 2.0) / ((k - 1) * (k - 1)) * squared_length(vector);
        CHECK(squares.mean() + 5.0 * squares.standard_error() < bound);
      }
    }
  }
}

TEST_CASE("rotated k-level: for sparse vectors far quieter than plain k-level", "[rotated-k-level]") {
  // Measured on another vector with 5 of 256 coordinates: 36, 46 and 20 times for k = 2, 4, 16.
  const auto vector = sparse_vector();
  for (const int k : {2, 4, 16}) {
    const auto rotated = rotated_k_level({{"levels", k}});
    const auto plain = codec(Json{{"name", "k-level"}, {"levels", k}}.dump());
    Sample squares;
    for (std::uint32_t step = 0; step < 200; ++step) {
      squares.add(squared_error(coded_and_back(*rotated, vector, step), vector));
    }
    CHECK(squares.mean() < plain->variance(vector).value() / 10.0);
  }
}

TEST_CASE("rotated k-level: what is not finite has diverged", "[rotated-k-level]") {
  const auto codec = rotated_k_level({{"block", 8}});
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
    auto vector = gaussian(20);
    vector[17] = bad;
    CHECK_THROWS_AS(coded(*codec, vector), Diverged);
  }
  // The vector is finite, but not its rotation (see the test of rotations).
  CHECK_THROWS_AS(coded(*rotated_k_level(), std::vector<float>(8, std::numeric_limits<float>::max())), Diverged);
}

TEST_CASE("rotated k-level: bad codes are refused", "[rotated-k-level]") {
  const auto codec = rotated_k_level({{"levels", 5}, {"block", 8}});
  const auto vector = gaussian(21);
  const Code code = coded(*codec, vector);
  std::vector<float> decoded(vector.size());
  check_other_sizes_refused(*codec, code, decoded.size());
  Code beyond = code;
  beyond[12] |= std::byte{0b111};  // point 7 of 5
  CHECK_THROWS_AS(codec->decode(beyond, decoded), std::runtime_error);
  Code exchanged = code;
  std::swap_ranges(exchanged.begin() + 4, exchanged.begin() + 8, exchanged.begin() + 8);
  CHECK_THROWS_AS(codec->decode(exchanged, decoded), std::runtime_error);

  Stream random(8, Purpose::data, 0, 0);
  for (int i = 0; i < 500; ++i) {
    Code garbage = code;
    for (int hits = 0; hits < 4; ++hits) {
      garbage[random.below(static_cast<std::uint32_t>(garbage.size()))] = static_cast<std::byte>(random.below(256));
    }
    try {
      codec->decode(garbage, decoded);
      for (const float value : decoded) REQUIRE(std::isfinite(value));
    } catch (const std::runtime_error&) {
    }
  }
}
