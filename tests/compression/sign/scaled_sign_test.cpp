// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sign/scaled_sign.hpp"

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

const char* const by_mean = R"({"name": "scaled-sign"})";
const char* const by_root = R"({"name": "scaled-sign", "norm": "2"})";

/// ||v||_p^p, added up one by one.
double power_sum(const std::vector<float>& vector, int p) {
  double sum = 0.0;
  for (const float value : vector) sum += std::pow(std::abs(static_cast<double>(value)), p);
  return sum;
}

double squared_error(const std::vector<float>& vector, const std::vector<float>& decoded) {
  double sum = 0.0;
  for (std::size_t i = 0; i < vector.size(); ++i) {
    sum += std::pow(static_cast<double>(decoded[i]) - static_cast<double>(vector[i]), 2);
  }
  return sum;
}

}  // namespace

TEST_CASE("scaled sign: parameters and facts", "[scaled-sign]") {
  CHECK_THROWS_AS(codec(R"({"name": "scaled-sign", "norm": "max"})"), UsageError);
  CHECK_THROWS_AS(codec(R"({"name": "scaled-sign", "bits": 1})"), UsageError);
  for (const char* json : {by_mean, by_root}) {
    const auto codec = testing::codec(json);
    CHECK(codec->facts().error_class == ErrorClass::biased);
    CHECK(codec->facts().bits == "1 + 32 / d");
    CHECK_FALSE(codec->variance(gaussian(5)).has_value());
  }
}

TEST_CASE("scaled sign: the bytes of a small code by hand", "[scaled-sign]") {
  // The mean of 3, 1, 0, 4 is 2 (0x40000000), its negatives are the second and fourth: 0b1010.
  CHECK(coded(*codec(by_mean), {3, -1, 0, -4}) == bytes({0x00, 0x00, 0x00, 0x40, 0b1010}));
  // The mean square of nine coordinates, 36 / 9 = 4, has the root 2. They take two bytes.
  CHECK(coded(*codec(by_root), {-6, 0, -0.0F, 0, 0, 0, 0, 0, 0}) == bytes({0x00, 0x00, 0x00, 0x40, 0b1, 0}));
  CHECK(coded(*codec(by_mean), {}) == bytes({0, 0, 0, 0}));
}

TEST_CASE("scaled sign: decodes to the scale with each sign", "[scaled-sign]") {
  CHECK(coded_and_back(*codec(by_mean), {3, -1, 0, -4}) == std::vector<float>{2, -2, 2, -2});
  CHECK(coded_and_back(*codec(by_root), {-6, 0, -0.0F, 0, 0, 0, 0, 0, 0}) ==
        std::vector<float>{-2, 2, 2, 2, 2, 2, 2, 2, 2});
  const auto vector = gaussian(70'001);  // more than a chunk
  const auto size = static_cast<double>(vector.size());
  const double mean = power_sum(vector, 1) / size;
  const double root = std::sqrt(power_sum(vector, 2) / size);
  const auto with_mean = coded_and_back(*codec(by_mean), vector);
  const auto with_root = coded_and_back(*codec(by_root), vector);
  double worst = 0.0;  // the scale's rounding to float
  for (std::size_t i = 0; i < vector.size(); ++i) {
    const double sign = vector[i] < 0.0F ? -1.0 : 1.0;
    worst = std::max(worst, std::abs(static_cast<double>(with_mean[i]) / mean - sign));
    worst = std::max(worst, std::abs(static_cast<double>(with_root[i]) / root - sign));
  }
  CHECK(worst < 1e-7);
  // The 2-norm is kept.
  CHECK(power_sum(with_root, 2) == Approx(power_sum(vector, 2)).epsilon(2e-7));
}

TEST_CASE("scaled sign: the contraction is the formula and the error", "[scaled-sign]") {
  for (const auto& vector : {gaussian(10'000), uneven_vector(), std::vector<float>{1, -1, 1}}) {
    const double size = static_cast<double>(vector.size());
    const double one = power_sum(vector, 1);
    const double squares = power_sum(vector, 2);
    const double by_mean_delta = codec(by_mean)->contraction(vector).value();
    CHECK(by_mean_delta == Approx(one * one / (size * squares)).epsilon(1e-12));
    CHECK(squared_error(vector, coded_and_back(*codec(by_mean), vector)) ==
          Approx((1.0 - by_mean_delta) * squares).epsilon(1e-9).margin(1e-12));
    const double by_root_delta = codec(by_root)->contraction(vector).value();
    // The scale's rounding to float shows in the first order here.
    CHECK(by_root_delta == Approx(2.0 * one / std::sqrt(size * squares) - 1.0).epsilon(1e-6));
    CHECK(squared_error(vector, coded_and_back(*codec(by_root), vector)) ==
          Approx((1.0 - by_root_delta) * squares).epsilon(1e-9).margin(1e-12));
  }
  // E|x| = sqrt(2 / pi) for a standard normal x: delta = 2 / pi. The mean of 10,000 magnitudes has a standard error of
  // 0.6 %, delta one of about 1 %, less as numerator and denominator move together.
  CHECK(codec(by_mean)->contraction(gaussian(10'000)).value() == Approx(2.0 / std::acos(-1.0)).epsilon(0.03));
}

TEST_CASE("scaled sign: by the 2-norm a spike is not contracted", "[scaled-sign]") {
  std::vector<float> spike(100, 0.0F);
  spike[10] = 5.0F;
  // ||v||_1 = ||v||_2 = 5: delta = 1 / 100 by the mean, and 2 / 10 - 1 < 0 by the root.
  CHECK(codec(by_mean)->contraction(spike).value() == Approx(0.01).epsilon(1e-6));
  CHECK_FALSE(codec(by_root)->contraction(spike).has_value());
  for (const char* json : {by_mean, by_root}) {
    CHECK(codec(json)->contraction(std::vector<float>(3, 0.0F)) == 1.0);
    CHECK(codec(json)->contraction({}) == 1.0);
  }
}

TEST_CASE("scaled sign: awkward vectors", "[scaled-sign]") {
  for (const char* json : {by_mean, by_root}) {
    const auto codec = testing::codec(json);
    for (const auto& vector : awkward_vectors()) {
      CHECK(coded(*codec, vector).size() == 4 + (vector.size() + 7) / 8);
      CHECK(codec->encoded_size(vector.size()) == 4 + (vector.size() + 7) / 8);
      for (const float value : coded_and_back(*codec, vector)) REQUIRE(std::isfinite(value));
    }
  }
  const float huge = std::numeric_limits<float>::max();
  CHECK(coded_and_back(*codec(by_mean), std::vector<float>(3, -huge)) == std::vector<float>(3, -huge));
  CHECK(coded_and_back(*codec(by_root), std::vector<float>(3, -huge)) == std::vector<float>(3, -huge));
}

TEST_CASE("scaled sign: what is not finite has diverged", "[scaled-sign]") {
  using Limits = std::numeric_limits<float>;
  for (const char* json : {by_mean, by_root}) {
    for (const float bad : {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) {
      auto vector = gaussian(20);
      vector[17] = bad;
      CHECK_THROWS_AS(coded(*codec(json), vector), Diverged);
      CHECK_THROWS_AS(codec(json)->contraction(vector), Diverged);
    }
  }
}

TEST_CASE("scaled sign: codes that nobody can have sent are refused", "[scaled-sign]") {
  const auto codec = testing::codec(by_mean);
  const Code code = coded(*codec, gaussian(21));
  REQUIRE(code.size() == 7);
  std::vector<float> decoded(21);
  check_other_sizes_refused(*codec, code, decoded.size());
  Code filled = code;
  filled.back() |= std::byte{0x20};  // the bit of a 22nd coordinate
  CHECK_THROWS_AS(codec->decode(filled, decoded), std::runtime_error);
  for (const float scale :
       {-1.0F, -0.0F, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    Code other = code;
    std::memcpy(other.data(), &scale, sizeof scale);
    CHECK_THROWS_AS(codec->decode(other, decoded), std::runtime_error);
  }
}
