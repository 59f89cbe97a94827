// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sign/one_bit.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

TEST_CASE("one bit: the bytes of a small code by hand", "[one-bit]") {
  // Not negative: 3, 0, 1, 0, with the mean 1 (0x3F800000); negative: -1 and -3, with the mean -2 (0xC0000000), the
  // second and fourth coordinate.
  CHECK(coded(*codec("one-bit"), {3, -1, 0, -3, 1, -0.0F}) ==
        bytes({0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x00, 0xC0, 0b1010}));
  CHECK(coded_and_back(*codec("one-bit"), {3, -1, 0, -3, 1, -0.0F}) == std::vector<float>{1, -2, 1, -2, 1, 1});
  // An empty class sends 0.
  CHECK(coded(*codec("one-bit"), {1, 1}) == bytes({0x00, 0x00, 0x80, 0x3F, 0, 0, 0, 0, 0}));
  CHECK(coded(*codec("one-bit"), {-2, -2}) == bytes({0, 0, 0, 0, 0x00, 0x00, 0x00, 0xC0, 0b11}));
  CHECK(coded(*codec("one-bit"), {}) == bytes({0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST_CASE("one bit: decodes to the mean of each class, and contracts by them", "[one-bit]") {
  for (const auto& vector : {gaussian(70'001), uneven_vector(), std::vector<float>{3, -1, 0, -3, 1}}) {
    double counts[2] = {0.0, 0.0};
    double sums[2] = {0.0, 0.0};
    double squares = 0.0;
    for (const float value : vector) {
      const int negative = value < 0.0F ? 1 : 0;
      counts[negative] += 1.0;
      sums[negative] += static_cast<double>(value);
      squares += std::pow(static_cast<double>(value), 2);
    }
    const auto decoded = coded_and_back(*codec("one-bit"), vector);
    double error = 0.0;
    double sum = 0.0;
    double worst = 0.0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
      const int negative = vector[i] < 0.0F ? 1 : 0;
      const double mean = sums[negative] / counts[negative];
      worst = std::max(worst, std::abs(static_cast<double>(decoded[i]) / mean - 1.0));
      error += std::pow(static_cast<double>(decoded[i]) - static_cast<double>(vector[i]), 2);
      sum += static_cast<double>(decoded[i]);
    }
    CHECK(worst < 1e-7);  // the mean's rounding to float
    // The sum is kept, up to the same.
    CHECK(sum == Approx(sums[0] + sums[1]).margin(1e-7 * (sums[0] - sums[1])));
    const double delta = codec("one-bit")->contraction(vector).value();
    CHECK(delta == Approx((sums[0] * sums[0] / counts[0] + sums[1] * sums[1] / counts[1]) / squares).epsilon(1e-12));
    CHECK(error == Approx((1.0 - delta) * squares).epsilon(1e-9));
  }
  // 2 / pi for Gaussian coordinates, as for scaled signs.
  CHECK(codec("one-bit")->contraction(gaussian(10'000)).value() == Approx(2.0 / std::acos(-1.0)).epsilon(0.03));
}

TEST_CASE("one bit: two values are kept", "[one-bit]") {
  const std::vector<float> vector = {0.25F, -3.5F, 0.25F, 0.25F, -3.5F};
  CHECK(coded_and_back(*codec("one-bit"), vector) == vector);
  CHECK(codec("one-bit")->contraction(vector) == 1.0);
  CHECK(codec("one-bit")->contraction(std::vector<float>(3, 0.0F)) == 1.0);
  CHECK(codec("one-bit")->contraction({}) == 1.0);
  // The mean of one denormal and three zeros is no float: nothing is left.
  CHECK_FALSE(codec("one-bit")->contraction(std::vector<float>{0x1p-149F, 0, 0, 0}).has_value());
}

TEST_CASE("one bit: awkward vectors", "[one-bit]") {
  const auto codec = testing::codec("one-bit");
  for (const auto& vector : awkward_vectors()) {
    CHECK(coded(*codec, vector).size() == 8 + (vector.size() + 7) / 8);
    CHECK(codec->encoded_size(vector.size()) == 8 + (vector.size() + 7) / 8);
    for (const float value : coded_and_back(*codec, vector)) REQUIRE(std::isfinite(value));
  }
  const float huge = std::numeric_limits<float>::max();
  CHECK(coded_and_back(*codec, {huge, -huge, huge}) == std::vector<float>{huge, -huge, huge});
}

TEST_CASE("one bit: what is not finite has diverged", "[one-bit]") {
  using Limits = std::numeric_limits<float>;
  for (const float bad : {Limits::quiet_NaN(), -Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) {
    auto vector = gaussian(20);
    vector[17] = bad;
    CHECK_THROWS_AS(coded(*codec("one-bit"), vector), Diverged);
    CHECK_THROWS_AS(codec("one-bit")->contraction(vector), Diverged);
  }
}

TEST_CASE("one bit: codes that nobody can have sent are refused", "[one-bit]") {
  const auto codec = testing::codec("one-bit");
  CHECK(codec->facts().error_class == ErrorClass::biased);
  const Code code = coded(*codec, gaussian(21));
  REQUIRE(code.size() == 11);
  std::vector<float> decoded(21);
  check_other_sizes_refused(*codec, code, decoded.size());
  Code filled = code;
  filled.back() |= std::byte{0x80};
  CHECK_THROWS_AS(codec->decode(filled, decoded), std::runtime_error);
  const float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const auto& means : {std::array{-1.0F, -1.0F}, std::array{1.0F, 1.0F}, std::array{infinity, -1.0F},
                            std::array{1.0F, -infinity}, std::array{nan, -1.0F}, std::array{1.0F, nan}}) {
    Code other = code;
    std::memcpy(other.data(), means.data(), sizeof means);
    CHECK_THROWS_AS(codec->decode(other, decoded), std::runtime_error);
  }
}
