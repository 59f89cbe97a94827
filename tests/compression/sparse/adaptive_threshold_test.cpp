// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/adaptive_threshold.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

std::unique_ptr<Compressor> adaptive(double proportion) {
  return codec(Json{{"name", "adaptive-threshold"}, {"proportion", proportion}}.dump());
}

}  // namespace

TEST_CASE("adaptive threshold: parameters", "[adaptive_threshold]") {
  CHECK_NOTHROW(adaptive(1.0));
  CHECK_THROWS_AS(adaptive(0.0), UsageError);
  CHECK_THROWS_AS(adaptive(1.5), UsageError);
  CHECK(adaptive(0.1)->facts().error_class == ErrorClass::biased);
  // 1000 positive and 2000 negative: 1 / 64 of them are 15.6 and 31.25, so 16 and 31.
  std::vector<float> vector(3000, -1.0F);
  std::fill(vector.begin(), vector.begin() + 1000, 1.0F);
  const auto decoded = coded_and_back(*codec("adaptive-threshold"), vector);
  CHECK(std::count(decoded.begin(), decoded.end(), 1.0F) == 16);
  CHECK(std::count(decoded.begin(), decoded.end(), -1.0F) == 31);
}

TEST_CASE("adaptive threshold: the bytes of a small code by hand", "[adaptive_threshold]") {
  // Positive: 1, 4, 2, 6, of which half, 6 and 4, are sent, mean 5 = 0x40A00000. Negative: -1, -3, -2, of which 1.5,
  // rounded to 2, mean -2.5 = 0xC0200000. Of 8: 3 bits. Positive 1 and 5: 001, 101; negative 3 and 7: 011, 111.
  const std::vector<float> vector = {1, 4, -1, -3, 2, 6, 0, -2};
  CHECK(coded(*adaptive(0.5), vector) ==
        bytes({0x00, 0x00, 0xA0, 0x40, 0x00, 0x00, 0x20, 0xC0, 2, 0, 0, 0, 2, 0, 0, 0, 0b101001, 0b111011}));
  CHECK(coded_and_back(*adaptive(0.5), vector) == std::vector<float>{0, 5, 0, -2.5F, 0, 5, 0, -2.5F});
  CHECK(coded(*adaptive(0.5), {0, 0}) == Code(16));
  CHECK(coded(*adaptive(0.5), {}) == Code(16));
  // A single value of a sign is always sent.
  CHECK(coded_and_back(*adaptive(0.01), {0, -3, 0}) == std::vector<float>{0, -3, 0});
}

TEST_CASE("adaptive threshold: the share of each sign, and its mean", "[adaptive_threshold]") {
  for (const double proportion : {0.01, 1.0 / 64, 0.3, 1.0}) {
    const auto codec = adaptive(proportion);
    for (const auto& vector : awkward_vectors()) {
      const auto decoded = coded_and_back(*codec, vector);
      std::size_t sent = 0;
      for (const float sign : {1.0F, -1.0F}) {
        // By sorting; what is sent is at least as large as what is not.
        std::vector<float> side;
        for (const float value : vector) {
          if (sign * value > 0.0F) side.push_back(sign * value);
        }
        std::sort(side.rbegin(), side.rend());
        const auto expected =
            side.empty() ? 0.0 : std::max(1.0, std::round(proportion * static_cast<double>(side.size())));
        double sum = 0.0;
        for (std::size_t i = 0; i < static_cast<std::size_t>(expected); ++i) sum += static_cast<double>(side[i]);
        std::size_t count = 0;
        for (std::size_t i = 0; i < vector.size(); ++i) {
          if (sign * decoded[i] <= 0.0F) continue;
          ++count;
          REQUIRE(std::isfinite(decoded[i]));
          REQUIRE(sign * vector[i] >= side[static_cast<std::size_t>(expected) - 1]);
          // The mean rounded to float, at worst to a denormal.
          REQUIRE(std::abs(static_cast<double>(sign * decoded[i]) - sum / expected) <= 1e-7 * sum / expected + 1e-45);
        }
        REQUIRE(static_cast<double>(count) == expected);
        sent += count;
      }
      CHECK(coded(*codec, vector).size() >= 16 + (sent == vector.size() ? 0 : sent / 8));
    }
  }
}

TEST_CASE("adaptive threshold: with an error memory nothing is lost", "[adaptive_threshold]") {
  // v = decode(q) + e exactly, on a grid where every mean and sum is exact, over several rounds.
  const auto codec = adaptive(0.25);
  std::vector<float> memory(64, 0.0F);
  std::vector<float> given(64, 0.0F);
  std::vector<float> received(64, 0.0F);
  for (std::uint32_t round = 0; round < 6; ++round) {
    Stream random(round, Purpose::data, 0, 0);
    for (std::size_t i = 0; i < memory.size(); ++i) {
      const auto gradient = static_cast<float>(static_cast<int>(random.below(2048)) - 1024) * 0x1p-6F;
      given[i] += gradient;
      memory[i] += gradient;
    }
    const auto decoded = coded_and_back(*codec, memory);
    for (std::size_t i = 0; i < memory.size(); ++i) {
      const float before = memory[i];
      memory[i] -= decoded[i];
      CHECK(decoded[i] + memory[i] == Approx(before).epsilon(1e-6).margin(1e-6));
      received[i] += decoded[i];
      // Float sums of a few numbers below 128.
      CHECK(received[i] + memory[i] == Approx(given[i]).margin(1e-4));
    }
  }
}

TEST_CASE("adaptive threshold: the contraction is exact", "[adaptive_threshold]") {
  // ||v||^2 = 1 + 16 + 1 + 9 + 4 + 36 + 4 = 71; sent 2 times 5^2 and 2 times 2.5^2.
  const std::vector<float> vector = {1, 4, -1, -3, 2, 6, 0, -2};
  CHECK(adaptive(0.5)->contraction(vector).value() == Approx(62.5 / 71.0).epsilon(1e-14));
  CHECK(adaptive(0.5)->contraction({}) == 1.0);
  const auto other = gaussian(1000);
  const auto decoded = coded_and_back(*adaptive(0.1), other);
  double error = 0.0;
  double whole = 0.0;
  for (std::size_t i = 0; i < other.size(); ++i) {
    error += std::pow(static_cast<double>(other[i]) - static_cast<double>(decoded[i]), 2);
    whole += std::pow(static_cast<double>(other[i]), 2);
  }
  CHECK(1.0 - adaptive(0.1)->contraction(other).value() == Approx(error / whole).epsilon(1e-12));
}

TEST_CASE("adaptive threshold: what is not finite has diverged", "[adaptive_threshold]") {
  using Limits = std::numeric_limits<float>;
  for (const float bad : {Limits::quiet_NaN(), -Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) {
    CHECK_THROWS_AS(coded(*adaptive(0.1), {bad, 0.0F}), Diverged);
  }
}

TEST_CASE("adaptive threshold: codes that nobody can have sent are refused", "[adaptive_threshold]") {
  const std::vector<float> vector = {1, 4, -1, -3, 2, 6, 0, -2};
  const auto codec = adaptive(0.5);
  const Code code = coded(*codec, vector);
  std::vector<float> decoded(vector.size());
  check_other_sizes_refused(*codec, code, decoded.size());
  const auto refused = [&](std::initializer_list<std::pair<std::size_t, int>> changes) {
    Code other = code;
    for (const auto& [place, byte] : changes) other[place] = static_cast<std::byte>(byte);
    CHECK_THROWS_AS(codec->decode(other, decoded), std::runtime_error);
  };
  refused({{3, 0xC0}});             // a negative mean of the positive ones
  refused({{7, 0x40}});             // and the reverse
  refused({{2, 0x80}, {3, 0x7F}});  // infinite
  refused({{2, 0xC0}, {3, 0x7F}});  // NaN
  refused({{2, 0}, {3, 0}});        // zero, though two are sent
  refused({{8, 0}});                // not zero, though none is
  refused({{8, 9}});                // more than there are
  refused({{8, 0xFF}, {9, 0xFF}, {10, 0xFF}, {11, 0xFF}, {12, 0xFF}, {13, 0xFF}, {14, 0xFF}, {15, 0xFF}});
  refused({{16, 0b001101}});  // descending
  refused({{17, 0b101011}});  // 5 is of both signs
}
