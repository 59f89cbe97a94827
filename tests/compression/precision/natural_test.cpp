// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/precision/natural.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

struct Neighbours {
  double lower;
  double upper;
};

/// The powers of two around a magnitude, by its logarithm; below the least normal float 0 and that float.
Neighbours neighbours(float value) {
  const double magnitude = std::abs(static_cast<double>(value));
  if (magnitude < 0x1p-126) return {0.0, 0x1p-126};
  const double lower = std::exp2(std::floor(std::log2(magnitude)));
  return {lower, 2.0 * lower};
}

double variance(const std::vector<float>& vector) {
  double sum = 0.0;
  for (const float value : vector) {
    const double magnitude = std::abs(static_cast<double>(value));
    sum += (magnitude - neighbours(value).lower) * (neighbours(value).upper - magnitude);
  }
  return sum;
}

/// How often 100,000 coordinates of this value are rounded up to `upper`, in standard errors from `probability`.
double deviation(float value, float upper, double probability) {
  const std::vector<float> vector(100'000, value);
  double up = 0.0;
  for (const float result : coded_and_back(*codec("natural"), vector)) up += result == upper ? 1.0 : 0.0;
  return (up - 1e5 * probability) / std::sqrt(1e5 * probability * (1.0 - probability));
}

}  // namespace

TEST_CASE("natural compression: the bytes of a small code by hand", "[natural]") {
  // Powers of two and zeros are kept: one byte of signs, of the second and fifth, then the exponents plus 127.
  const std::vector<float> vector = {1.0F, -2.0F, 0.0F, 0.5F, -0x1p127F, 0x1p-126F};
  CHECK(coded(*codec("natural"), vector) == bytes({0b10010, 127, 128, 0, 126, 254, 1}));
  CHECK(coded_and_back(*codec("natural"), vector) == vector);
  CHECK(coded(*codec("natural"), std::vector<float>(9, -1.0F)) ==
        bytes({0xFF, 0x01, 127, 127, 127, 127, 127, 127, 127, 127, 127}));
  CHECK(coded(*codec("natural"), {}).empty());
}

TEST_CASE("natural compression: a value becomes one of the powers of two around it", "[natural]") {
  std::vector<float> vector;
  for (int exponent = -149; exponent < 127; ++exponent) {
    for (const float mantissa : {1.0F, 1.0001F, -1.3F, 1.5F, -1.9999F})
      vector.push_back(std::ldexp(mantissa, exponent));
  }
  const auto decoded = coded_and_back(*codec("natural"), vector);
  for (std::size_t i = 0; i < vector.size(); ++i) {
    const auto [lower, upper] = neighbours(vector[i]);
    const double magnitude = std::abs(static_cast<double>(decoded[i]));
    REQUIRE((magnitude == lower || magnitude == upper));
    REQUIRE((magnitude == 0.0 || std::signbit(decoded[i]) == std::signbit(vector[i])));
  }
}

TEST_CASE("natural compression: rounds up as often as the mantissa says", "[natural]") {
  CHECK(std::abs(deviation(1.25F, 2.0F, 0.25)) < 5.0);
  CHECK(std::abs(deviation(-3.0F, -4.0F, 0.5)) < 5.0);
  CHECK(std::abs(deviation(0x1.fp126F, 0x1p127F, 15.0 / 16.0)) < 5.0);  // the highest powers
  CHECK(std::abs(deviation(0x1p-127F, 0x1p-126F, 0.5)) < 5.0);          // denormal, between 0 and 2^-126
  CHECK(std::abs(deviation(-0x1p-129F, -0x1p-126F, 0.125)) < 5.0);
}

TEST_CASE("natural compression: unbiased, with the exact variance", "[natural]") {
  const auto codec = testing::codec("natural");
  CHECK(codec->facts().error_class == ErrorClass::unbiased);
  // By hand: (3 - 2)(4 - 3) = 1, (1.25 - 1)(2 - 1.25) = 3/16, (5 - 4)(8 - 5) = 3, powers of two and 0 none.
  CHECK(codec->variance(std::vector<float>{3.0F, 1.25F, -5.0F, 4.0F, 0.0F, -0x1p127F}) == 4.1875);
  CHECK(codec->variance(std::vector<float>{0x1p-127F}) == 0x1p-254);
  for (const auto& vector : {gaussian(300), uneven_vector()}) {
    CHECK(codec->variance(vector).value() == Approx(variance(vector)).epsilon(1e-12));
    check_unbiased(*codec, vector, variance(vector), 1000);
  }
}

TEST_CASE("natural compression: the variance is an eighth of the square at most", "[natural]") {
  const auto codec = testing::codec("natural");
  const auto ratio = [&](float value) {
    return codec->variance(std::vector<float>{value}).value() / std::pow(static_cast<double>(value), 2);
  };
  // (x - 1)(2 - x) / x^2 = 1/8 - (3x - 4)^2 / (8 x^2): the most, 1/8, at x = 4/3.
  CHECK(ratio(4.0F / 3.0F) == Approx(0.125).epsilon(1e-12));
  CHECK(ratio(-0x1p60F / 3.0F) == Approx(0.125).epsilon(1e-12));
  for (float x = 1.0F; x < 2.0F; x += 0.001F) {
    REQUIRE(ratio(x) <= 0.125);
    const double root = 3.0 * static_cast<double>(x) - 4.0;
    REQUIRE(ratio(x) == Approx(0.125 - root * root / (8.0 * std::pow(static_cast<double>(x), 2))).margin(1e-12));
  }
  const auto vector = gaussian(20'000);
  double squares = 0.0;
  for (const float value : vector) squares += std::pow(static_cast<double>(value), 2);
  CHECK(codec->variance(vector).value() / squares == Approx(0.082).margin(0.001));
}

TEST_CASE("natural compression: sizes", "[natural]") {
  const auto codec = testing::codec("natural");
  for (const std::size_t size : {0U, 1U, 8U, 509U, 512U, 70'001U}) {
    // 9 bits each, filled up to a whole byte.
    CHECK(coded(*codec, gaussian(size)).size() == (9 * size + 7) / 8);
    CHECK(codec->encoded_size(size) == (9 * size + 7) / 8);
  }
}

TEST_CASE("natural compression: beyond 2^127 and NaN it has diverged", "[natural]") {
  using Limits = std::numeric_limits<float>;
  const auto codec = testing::codec("natural");
  const float beyond = std::nextafter(0x1p127F, Limits::infinity());
  for (const float bad : {beyond, -beyond, Limits::max(), -Limits::infinity(), Limits::quiet_NaN()}) {
    for (const std::size_t place : {0U, 517U, 999U}) {
      auto vector = gaussian(1000);
      vector[place] = bad;
      CHECK_THROWS_AS(coded(*codec, vector), Diverged);
      CHECK_THROWS_AS(codec->variance(vector), Diverged);
    }
  }
  CHECK_THROWS_WITH(coded(*codec, {beyond}),
                    "a vector to be encoded holds a value beyond natural compression's largest, 2^127");
  CHECK_THROWS_WITH(coded(*codec, {Limits::infinity()}), "a vector to be encoded holds NaN or infinity");
}

TEST_CASE("natural compression: codes that nobody can have sent are refused", "[natural]") {
  const auto codec = testing::codec("natural");
  std::vector<float> decoded(3);
  CHECK_NOTHROW(codec->decode(bytes({0b101, 254, 0, 1}), decoded));
  CHECK(decoded == std::vector<float>{-0x1p127F, 0.0F, -0x1p-126F});
  CHECK_THROWS_AS(codec->decode(bytes({0b101, 254, 255, 1}), decoded), std::runtime_error);   // infinity
  CHECK_THROWS_AS(codec->decode(bytes({0b1101, 254, 0, 1}), decoded), std::runtime_error);    // a fourth sign
  CHECK_THROWS_AS(codec->decode(bytes({0b101, 254, 0}), decoded), std::runtime_error);        // truncated
  CHECK_THROWS_AS(codec->decode(bytes({0b101, 254, 0, 1, 1}), decoded), std::runtime_error);  // extended
}
