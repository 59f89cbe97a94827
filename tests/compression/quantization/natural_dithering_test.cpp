// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/natural_dithering.hpp"

#include <algorithm>
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

std::unique_ptr<Compressor> dithering(Json parameters = Json::object()) {
  parameters["name"] = "natural-dithering";
  return codec(parameters.dump());
}

/// 0, 2^(1-s), ..., 1.
std::vector<double> levels(int s) {
  std::vector<double> levels = {0.0};
  for (int j = 1; j <= s; ++j) levels.push_back(std::exp2(j - s));
  return levels;
}

struct Rounding {
  double scale;  ///< as a float
  double a;      ///< the magnitude on it
  double lower;
  double upper;
};

/// Where every coordinate stands among the levels, one after the other and in double.
std::vector<Rounding> roundings(const std::vector<float>& vector, int s, bool euclidean, std::size_t bucket) {
  const auto grid = levels(s);
  std::vector<Rounding> result;
  for (std::size_t first = 0; first < vector.size(); first += bucket) {
    const std::size_t end = std::min(first + bucket, vector.size());
    double norm = 0.0;
    for (std::size_t i = first; i < end; ++i) {
      const double magnitude = std::abs(static_cast<double>(vector[i]));
      norm = euclidean ? std::hypot(norm, magnitude) : std::max(norm, magnitude);
    }
    for (std::size_t i = first; i < end; ++i) {
      const double a = norm == 0.0 ? 0.0 : std::min(std::abs(static_cast<double>(vector[i])) / norm, 1.0);
      const auto above = std::upper_bound(grid.begin(), grid.end(), a);
      result.push_back(
          {static_cast<double>(static_cast<float>(norm)), a, *(above - 1), above == grid.end() ? 1.0 : *above});
    }
  }
  return result;
}

double variance(const std::vector<Rounding>& roundings) {
  double sum = 0.0;
  for (const auto& r : roundings) sum += r.scale * r.scale * (r.a - r.lower) * (r.upper - r.a);
  return sum;
}

}  // namespace

TEST_CASE("natural dithering: parameters", "[natural-dithering]") {
  NaturalDithering codec;
  Parameters declared;
  codec.parameters(declared);
  CHECK(declared.values().dump() == R"({"levels":8,"norm":"2","bucket":null})");
  for (const char* bad : {R"({"levels": 0})", R"({"levels": 128})", R"({"bucket": 0})", R"({"norm": "1"})"}) {
    CHECK_THROWS_AS(dithering(Json::parse(bad)), UsageError);
  }
  CHECK_NOTHROW(dithering({{"bucket", nullptr}}));
  CHECK(dithering()->facts().error_class == ErrorClass::unbiased);
}

TEST_CASE("natural dithering: a code has exactly the length of the formula", "[natural-dithering]") {
  // By hand: 8 levels and the zero take 4 bits, with the sign 5. One bucket of 509: 4 + ceil(2545 / 8) = 323; buckets
  // of 512 and 509: 324 + 323.
  CHECK(dithering()->encoded_size(0) == 0);
  CHECK(dithering()->encoded_size(1) == 5);
  CHECK(dithering()->encoded_size(509) == 323);
  CHECK(dithering({{"bucket", 512}})->encoded_size(1021) == 647);
  CHECK(dithering({{"levels", 7}})->encoded_size(1000) == 504);     // 4 bits
  CHECK(dithering({{"levels", 1}})->encoded_size(1000) == 254);     // 2 bits
  CHECK(dithering({{"levels", 127}})->encoded_size(1000) == 1004);  // 8 bits
  for (const Json& parameters : {Json::object(), Json{{"levels", 3}, {"bucket", 7}}, Json{{"bucket", 1}}}) {
    const auto codec = dithering(parameters);
    for (const std::size_t size : {0U, 1U, 2U, 509U, 70'001U}) {
      CHECK(coded(*codec, gaussian(size)).size() == codec->encoded_size(size));
    }
  }
}

TEST_CASE("natural dithering: the bytes of a small code by hand", "[natural-dithering]") {
  // 3 levels, 1/4, 1/2 and 1, in 3 bits; the scale 8 (0x41000000). All values are on a level: codes 011, 110, 001, 000,
  // 111 from the lowest bit up: 0111 0000 0111 0011.
  const auto codec = dithering({{"levels", 3}, {"norm", "max"}});
  CHECK(coded(*codec, {8, -4, 2, 0, -8}) == bytes({0x00, 0x00, 0x00, 0x41, 0x73, 0x70}));
  CHECK(coded_and_back(*codec, {8, -4, 2, 0, -8}) == std::vector<float>{8, -4, 2, 0, -8});
  // The 2-norm of a single spike is its magnitude: 8 levels in 5 bits, codes 00000, 11000, 00000.
  CHECK(coded(*dithering(), {0, -1, 0}) == bytes({0x00, 0x00, 0x80, 0x3F, 0x00, 0b11}));
}

TEST_CASE("natural dithering: a value becomes one of the levels around it", "[natural-dithering]") {
  const auto vector = gaussian(1000);
  for (const int s : {1, 2, 3, 8, 40, 127}) {
    for (const bool euclidean : {true, false}) {
      for (const std::size_t bucket : {1U, 7U, 512U, 1000U}) {
        const auto codec = dithering({{"levels", s}, {"norm", euclidean ? "2" : "max"}, {"bucket", bucket}});
        const auto decoded = coded_and_back(*codec, vector);
        const auto expected = roundings(vector, s, euclidean, bucket);
        for (std::size_t i = 0; i < vector.size(); ++i) {
          const double magnitude = std::abs(static_cast<double>(decoded[i]));
          const auto& [scale, a, lower, upper] = expected[i];
          // Products with powers of two are exact; the 2-norm may be added up in another order.
          REQUIRE(
              (magnitude == Approx(scale * lower).epsilon(2e-7) || magnitude == Approx(scale * upper).epsilon(2e-7)));
          REQUIRE((magnitude == 0.0 || std::signbit(decoded[i]) == std::signbit(vector[i])));
        }
      }
    }
  }
}

TEST_CASE("natural dithering: unbiased, with the exact variance", "[natural-dithering]") {
  const auto vector = uneven_vector();
  for (const int s : {1, 4, 8}) {
    for (const bool euclidean : {true, false}) {
      for (const std::size_t bucket : {64U, 200U}) {
        Json parameters = {{"levels", s}, {"norm", euclidean ? "2" : "max"}};
        if (bucket < vector.size()) parameters["bucket"] = bucket;
        const auto codec = dithering(parameters);
        const double expected = variance(roundings(vector, s, euclidean, bucket));
        CHECK(codec->variance(vector).value() == Approx(expected).epsilon(1e-6));  // the scale's rounding to float
        check_unbiased(*codec, vector, expected, 400);
      }
    }
  }
}

TEST_CASE("natural dithering: the variance is within its bound", "[natural-dithering]") {
  // By hand, on the 2-norm 5 with the levels 1/2 and 1: 0.6 and 0.8 give 25 (0.1 * 0.4 + 0.3 * 0.2) = 2.5.
  CHECK(dithering({{"levels", 2}})->variance(std::vector<float>{3, -4}).value() == Approx(2.5).epsilon(1e-6));
  for (const auto& vector : {gaussian(10'000), gaussian(10), uneven_vector()}) {
    double squares = 0.0;
    for (const float value : vector) squares += std::pow(static_cast<double>(value), 2);
    const auto size = static_cast<double>(vector.size());
    for (const int s : {1, 2, 4, 8, 16, 30}) {
      const double bound = 0.125 + std::min(std::sqrt(size) * std::exp2(1 - s), size * std::exp2(-2 * s));
      CHECK(dithering({{"levels", s}})->variance(vector).value() <= bound * squares);
    }
    // With the least level far below all values it is natural compression's: an eighth.
    CHECK(dithering({{"levels", 100}})->variance(vector).value() <= 0.125 * squares);
  }
}

TEST_CASE("natural dithering: a bucket may be longer than a chunk, and the vector longer still",
          "[natural-dithering]") {
  const auto vector = gaussian(150'000);
  double squares = 0.0;
  for (const float value : vector) squares += std::pow(static_cast<double>(value), 2);
  for (const Json& parameters : {Json::object(), Json{{"bucket", 140'000}}, Json{{"bucket", 1000}}}) {
    const auto codec = dithering(parameters);
    const auto decoded = coded_and_back(*codec, vector);
    double error = 0.0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
      error += std::pow(static_cast<double>(decoded[i]) - static_cast<double>(vector[i]), 2);
    }
    // The error is a sum over so many coordinates that it is near its mean: of those that are rounded to the least
    // level or 0, about a third here, each contributes about its mean.
    CHECK(error == Approx(codec->variance(vector).value()).epsilon(0.05));
  }
}

TEST_CASE("natural dithering: zeros and the smallest numbers", "[natural-dithering]") {
  CHECK(coded_and_back(*dithering(), std::vector<float>(1000, -0.0F)) == std::vector<float>(1000, 0.0F));
  const float tiny = std::numeric_limits<float>::denorm_min();
  for (const int s : {1, 8, 127}) {
    CHECK(coded_and_back(*dithering({{"levels", s}}), {0.0F, -tiny}) == std::vector<float>{0.0F, -tiny});
    const float huge = std::numeric_limits<float>::max();
    const auto decoded = coded_and_back(*dithering({{"levels", s}}), {tiny, -huge, 1.0F});
    CHECK(decoded[1] == -huge);
    CHECK(std::isfinite(decoded[0]));
    CHECK(std::isfinite(decoded[2]));
  }
}

TEST_CASE("natural dithering: what is not finite has diverged", "[natural-dithering]") {
  using Limits = std::numeric_limits<float>;
  for (const Json& parameters : {Json::object(), Json{{"bucket", 8}, {"norm", "max"}}}) {
    for (const float bad : {Limits::quiet_NaN(), -Limits::infinity()}) {
      auto vector = gaussian(20);
      vector[17] = bad;
      CHECK_THROWS_AS(coded(*dithering(parameters), vector), Diverged);
      CHECK_THROWS_AS(dithering(parameters)->variance(vector), Diverged);
    }
  }
  CHECK_THROWS_AS(coded(*dithering(), {Limits::max(), Limits::max()}), Diverged);  // the norm is beyond float32
}

TEST_CASE("natural dithering: codes that nobody can have sent are refused", "[natural-dithering]") {
  const auto codec = dithering({{"levels", 5}, {"norm", "max"}});  // 4 bits; the numbers 6 and 7 are no levels
  std::vector<float> decoded(2);
  CHECK_NOTHROW(codec->decode(bytes({0x00, 0x00, 0x80, 0x40, 0xC5}), decoded));
  CHECK(decoded == std::vector<float>{4.0F, -2.0F});  // scale 4, codes 0101 and 1100
  CHECK_THROWS_AS(codec->decode(bytes({0x00, 0x00, 0x80, 0x40, 0xC6}), decoded), std::runtime_error);
  CHECK_THROWS_AS(codec->decode(bytes({0x00, 0x00, 0x80, 0x40, 0xF5}), decoded), std::runtime_error);
  for (std::size_t size = 0; size < 12; ++size) {
    if (size != 5) CHECK_THROWS_AS(codec->decode(Code(size), decoded), std::runtime_error);
  }
  for (const float scale :
       {-1.0F, -0.0F, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    Code code(5);
    std::memcpy(code.data(), &scale, sizeof scale);
    CHECK_THROWS_AS(codec->decode(code, decoded), std::runtime_error);
  }
}
