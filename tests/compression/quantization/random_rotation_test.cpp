// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/random_rotation.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

Lanes signs_of(std::uint32_t step = 0) {
  Stream seeds = stream(step);
  return Lanes(seeds);
}

std::vector<float> rotated(const std::vector<float>& vector) {
  std::vector<float> result(std::bit_ceil(vector.size()));
  Lanes signs = signs_of();
  rotate(vector, signs, result);
  return result;
}

double norm(const std::vector<float>& vector) {
  double sum = 0.0;
  for (const float value : vector) sum = std::hypot(sum, static_cast<double>(value));
  return sum;
}

}  // namespace

TEST_CASE("a random rotation is H D / sqrt(n)", "[random_rotation]") {
  const auto vector = gaussian(700);
  Lanes signs = signs_of();
  // By the definition: bit i mod 32 of number i / 32, 16 numbers for 512 values.
  std::vector<std::uint32_t> words(32);
  signs.fill(words);
  const auto result = rotated(vector);
  REQUIRE(result.size() == 1024);
  for (std::size_t i = 0; i < 1024; i += 7) {
    double sum = 0.0;
    for (std::size_t j = 0; j < vector.size(); ++j) {
      const bool minus = ((words[j / 32] >> (j % 32) & 1U) != 0) != (std::popcount(i & j) % 2 != 0);
      sum += minus ? -static_cast<double>(vector[j]) : static_cast<double>(vector[j]);
    }
    REQUIRE(static_cast<double>(result[i]) == Approx(sum / 32.0).margin(1e-5));
  }
}

TEST_CASE("a random rotation keeps the norm, and its inverse restores the vector", "[random_rotation]") {
  const float huge = std::numeric_limits<float>::max();
  auto vectors = awkward_vectors();
  vectors.push_back({huge, 0.5F * huge, 0.5F * huge});  // its inverse passes the largest float but for its scaling
  vectors.push_back(gaussian(10000));
  for (const auto& vector : vectors) {
    if (vector.empty()) continue;
    auto result = rotated(vector);
    const double length = norm(vector);
    // Rounding to half a denormal, for the smallest.
    if (length < 1e-40) {
      CHECK(std::abs(norm(result) - length) < 2e-45 * static_cast<double>(result.size()));
    } else {
      CHECK(norm(result) == Approx(length).epsilon(1e-5));
    }
    std::vector<float> restored(vector.size());
    Lanes signs = signs_of();
    rotate_back(result, signs, restored);
    for (std::size_t i = 0; i < vector.size(); ++i) {
      REQUIRE(std::isfinite(restored[i]));
      REQUIRE(std::abs(static_cast<double>(restored[i]) - static_cast<double>(vector[i])) <= 1e-6 * length + 1e-44);
    }
  }
}

TEST_CASE("a rotation beyond float32 has diverged, and its inverse saturates", "[random_rotation]") {
  const float huge = std::numeric_limits<float>::max();
  // Whatever the signs, the eight sums are even multiples of huge / sqrt(8) and have the root mean square huge, so one
  // is at least 4 huge / sqrt(8).
  CHECK_THROWS_AS(rotated(std::vector<float>(8, huge)), Diverged);
  CHECK_THROWS_AS(rotated({1.0F, std::numeric_limits<float>::infinity()}), Diverged);
  CHECK_THROWS_AS(rotated({1.0F, std::numeric_limits<float>::quiet_NaN()}), Diverged);
  // H (huge, huge) / sqrt(2) = (sqrt(2) huge, 0).
  std::vector<float> code = {huge, huge};
  std::vector<float> restored(2);
  Lanes signs = signs_of();
  rotate_back(code, signs, restored);
  CHECK(std::abs(restored[0]) == huge);
  CHECK(restored[1] == 0.0F);
}

TEST_CASE("a random rotation spreads a spike evenly, with signs that are fair", "[random_rotation]") {
  std::vector<float> spike(1024, 0.0F);
  spike[5] = 32.0F;
  for (const float value : rotated(spike)) REQUIRE(std::abs(value) == 1.0F);
  // The signs of ones, seen through H: every coordinate has mean 0 and variance 1 over the signs.
  const std::vector<float> ones(256, 1.0F);
  std::vector<Sample> coordinates(256);
  for (std::uint32_t step = 0; step < 1000; ++step) {
    std::vector<float> result(256);
    Lanes signs = signs_of(step);
    rotate(ones, signs, result);
    for (std::size_t i = 0; i < 256; ++i) coordinates[i].add(static_cast<double>(result[i]));
  }
  for (const Sample& sample : coordinates) {
    CHECK(std::abs(sample.mean()) < 5.0 * sample.standard_error());
    // The standard error of a sampled variance of nearly normal numbers is sqrt(2 / 1000).
    CHECK(std::abs(sample.squares / sample.count - 1.0) < 5.0 * std::sqrt(2.0 / 1000));
  }
}
