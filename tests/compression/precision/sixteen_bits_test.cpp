// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/precision/sixteen_bits.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

/// A binary format as IEEE 754 defines it: `digits` significant bits, exponents from `least` to `most`.
struct Format {
  const char* name;
  int digits;
  int least;
  int most;

  [[nodiscard]] double largest() const { return std::ldexp(2.0 - std::ldexp(1.0, 1 - digits), most); }

  /// The nearest multiple of the unit of the last place, in double, where this division and product are exact;
  /// nearbyint() takes ties to even.
  [[nodiscard]] double rounded(double value) const {
    if (value == 0.0) return value;
    const double unit = std::ldexp(1.0, std::max(std::ilogb(value), least) - (digits - 1));
    return std::nearbyint(value / unit) * unit;
  }

  /// The value of 16 bits: sign, exponent with a bias of `most`, mantissa.
  [[nodiscard]] double value(std::uint32_t bits) const {
    const int mantissa = static_cast<int>(bits & ((1U << (digits - 1)) - 1));
    const int exponent = static_cast<int>(bits & 0x7FFFU) >> (digits - 1);
    const double magnitude = exponent == 0 ? std::ldexp(mantissa, least - (digits - 1))
                                           : std::ldexp(mantissa + (1 << (digits - 1)), exponent - most - (digits - 1));
    return (bits & 0x8000U) != 0 ? -magnitude : magnitude;
  }
  [[nodiscard]] bool finite(std::uint32_t bits) const {
    return static_cast<int>(bits & 0x7FFFU) >> (digits - 1) != 2 * most + 1;
  }
};

const Format formats[] = {{"fp16", 11, -14, 15}, {"bf16", 8, -126, 127}};

std::uint32_t bits(float value) { return std::bit_cast<std::uint32_t>(value); }

}  // namespace

TEST_CASE("16-bit floats: every finite code has its value, and comes back from it", "[fp16][bf16]") {
  for (const Format& format : formats) {
    const auto codec = testing::codec(format.name);
    Code all;
    std::vector<float> expected;
    for (std::uint32_t pattern = 0; pattern < 0x10000U; ++pattern) {
      if (!format.finite(pattern)) continue;
      all.push_back(static_cast<std::byte>(pattern & 0xFFU));
      all.push_back(static_cast<std::byte>(pattern >> 8U));
      expected.push_back(static_cast<float>(format.value(pattern)));  // exact: a float has more bits of each kind
    }
    std::vector<float> decoded(expected.size());
    codec->decode(all, decoded);
    int wrong = 0;
    for (std::size_t i = 0; i < decoded.size(); ++i) wrong += bits(decoded[i]) == bits(expected[i]) ? 0 : 1;
    CHECK(wrong == 0);
    CHECK(coded(*codec, decoded) == all);
  }
}

TEST_CASE("16-bit floats: NaN and infinity among the codes are refused", "[fp16][bf16]") {
  for (const Format& format : formats) {
    const auto codec = testing::codec(format.name);
    std::vector<float> decoded(3);
    for (std::uint32_t pattern = 0; pattern < 0x10000U; ++pattern) {
      if (format.finite(pattern)) continue;
      Code code(6);
      code[2] = static_cast<std::byte>(pattern & 0xFFU);
      code[3] = static_cast<std::byte>(pattern >> 8U);
      REQUIRE_THROWS_AS(codec->decode(code, decoded), std::runtime_error);
    }
  }
}

TEST_CASE("16-bit floats: all kinds of floats round to the nearest number, ties to even", "[fp16][bf16]") {
  for (const Format& format : formats) {
    const auto codec = testing::codec(format.name);
    std::vector<float> vector;
    const auto add = [&](double value) {
      if (std::abs(format.rounded(value)) <= format.largest()) vector.push_back(static_cast<float>(value));
    };
    // Every number of the format, the middle between it and the next, and the floats beside the middle.
    for (std::uint32_t pattern = 0; format.finite(pattern + 1); ++pattern) {
      const auto middle = static_cast<float>((format.value(pattern) + format.value(pattern + 1)) / 2.0);
      for (const float value : {std::nextafter(middle, 0.0F), middle, std::nextafter(middle, 1e38F)}) {
        add(value);
        add(-value);
      }
    }
    // One float in 65521, a prime, of all floats.
    for (std::uint64_t pattern = 0; pattern < 0x100000000U; pattern += 65521) {
      const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(pattern));
      if (std::isfinite(value)) add(value);
    }
    CHECK(vector.size() > 180'000);
    const auto decoded = coded_and_back(*codec, vector);
    int wrong = 0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
      const auto nearest = static_cast<float>(format.rounded(static_cast<double>(vector[i])));
      wrong += bits(decoded[i]) == bits(nearest) ? 0 : 1;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("16-bit floats: what would round to infinity has diverged", "[fp16][bf16]") {
  using Limits = std::numeric_limits<float>;
  for (const Format& format : formats) {
    const auto codec = testing::codec(format.name);
    // Half a unit of the last place beyond the largest number is the first that rounds up, its last bit being odd.
    const auto largest = static_cast<float>(format.largest());
    const auto beyond = static_cast<float>(format.largest() + std::ldexp(1.0, format.most - (format.digits - 1)) / 2.0);
    CHECK(coded_and_back(*codec, {std::nextafter(-beyond, 0.0F)}) == std::vector<float>{-largest});
    for (const float bad : {beyond, -beyond, Limits::max(), Limits::infinity(), Limits::quiet_NaN()}) {
      for (const std::size_t place : {0U, 17U, 99U}) {
        auto vector = gaussian(100);
        vector[place] = bad;
        CHECK_THROWS_AS(coded(*codec, vector), Diverged);
        CHECK_THROWS_AS(codec->contraction(vector), Diverged);
      }
    }
  }
  CHECK_THROWS_WITH(coded(*codec("fp16"), {65520.0F}),
                    "a vector to be encoded holds a value beyond fp16's largest, 65504");
  CHECK_THROWS_WITH(coded(*codec("bf16"), {Limits::max()}),
                    "a vector to be encoded holds a value beyond bf16's largest, 3.3895e38");
  CHECK_THROWS_WITH(coded(*codec("bf16"), {-Limits::infinity()}), "a vector to be encoded holds NaN or infinity");
}

TEST_CASE("16-bit floats: awkward vectors err within half a unit of the last place", "[fp16][bf16]") {
  for (const Format& format : formats) {
    const auto codec = testing::codec(format.name);
    for (const auto& vector : awkward_vectors()) {
      double largest = 0.0;
      for (const float value : vector)
        largest = std::max(largest, std::abs(format.rounded(static_cast<double>(value))));
      if (largest > format.largest()) {
        CHECK_THROWS_AS(coded(*codec, vector), Diverged);
        continue;
      }
      CHECK(coded(*codec, vector).size() == 2 * vector.size());
      CHECK(codec->encoded_size(vector.size()) == 2 * vector.size());
      const auto decoded = coded_and_back(*codec, vector);
      for (std::size_t i = 0; i < vector.size(); ++i) {
        REQUIRE(static_cast<double>(decoded[i]) == format.rounded(static_cast<double>(vector[i])));
      }
    }
  }
}

TEST_CASE("16-bit floats: codes of the wrong size are refused", "[fp16][bf16]") {
  for (const Format& format : formats) {
    const auto codec = testing::codec(format.name);
    const Code code = coded(*codec, gaussian(21));
    CHECK(code.size() == 42);
    check_other_sizes_refused(*codec, code, 21);
  }
}

TEST_CASE("16-bit floats: the contraction is that of the rounding", "[fp16][bf16]") {
  for (const Format& format : formats) {
    const auto codec = testing::codec(format.name);
    auto vector = gaussian(1000);
    vector[3] = 1e-30F;  // lost in fp16
    double error = 0.0;
    double squares = 0.0;
    for (const float value : vector) {
      const auto exact = static_cast<double>(value);
      error += std::pow(format.rounded(exact) - exact, 2.0);
      squares += exact * exact;
    }
    const double delta = codec->contraction(vector).value();
    CHECK(delta == Approx(1.0 - error / squares).epsilon(1e-13));
    CHECK(1.0 - delta <= std::ldexp(1.0, -2 * format.digits));
    CHECK(1.0 - delta > std::ldexp(0.1, -2 * format.digits));  // about a sixth is usual
    CHECK(codec->contraction(std::vector<float>(5, 0.0F)) == 1.0);
    CHECK(codec->contraction(std::vector<float>(5, 1.5F)) == 1.0);
    CHECK(codec->contraction({}) == 1.0);
    CHECK(codec->facts().error_class == ErrorClass::biased);
    CHECK_FALSE(codec->variance(vector).has_value());
  }
}
