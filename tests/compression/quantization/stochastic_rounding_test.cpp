// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/stochastic_rounding.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/compression/quantization/bucket_scale.hpp"

using namespace lowband;

namespace {

Lanes numbers_of(std::uint32_t step) {
  Stream seeds(42, Purpose::quantization, 3, step);
  return Lanes(seeds);
}

}  // namespace

TEST_CASE("values on the grid are never rounded", "[stochastic_rounding]") {
  // scale 4, 4 levels: a = |v|, so that every whole number is on the grid.
  const std::vector<float> vector = {4, -1, 0, 2, -0.0F, -3, -4};
  std::vector<std::int32_t> integers(vector.size());
  for (std::uint32_t step = 0; step < 100; ++step) {
    Lanes numbers = numbers_of(step);
    round_stochastically(vector, 4.0F, 4, numbers, integers);
    REQUIRE(integers == std::vector<std::int32_t>{4, -1, 0, 2, 0, -3, -4});
  }
  std::vector<float> back(vector.size());
  scale_integers(integers, 4.0F, 4, back);
  CHECK(back == vector);
  CHECK(rounding_variance(vector, 4.0F, 4) == 0.0);
}

TEST_CASE("the i-th coordinate uses the i-th random number, by the definition", "[stochastic_rounding]") {
  constexpr std::size_t size = 1300;  // several passes, the last one short
  std::vector<float> vector(size);
  Stream values(1, Purpose::data, 0, 0);
  for (float& value : vector) value = values.normal();
  vector[3] = 0.0F;
  const float scale = bucket_scale(vector, Norm::maximum);
  constexpr std::int32_t levels = 5;

  Lanes numbers = numbers_of(0);
  Lanes reference = numbers;
  std::vector<float> uniforms(size);
  reference.uniform(uniforms);
  std::vector<std::int32_t> integers(size);
  round_stochastically(vector, scale, levels, numbers, integers);
  for (std::size_t i = 0; i < size; ++i) {
    const double a = levels * std::abs(static_cast<double>(vector[i])) / static_cast<double>(scale);
    const double u = static_cast<double>(uniforms[i]);
    const double magnitude = std::floor(a) + (u < a - std::floor(a) ? 1 : 0);
    REQUIRE(integers[i] == (vector[i] < 0 ? -magnitude : magnitude));
  }
}

TEST_CASE("a scale of zero gives zeros", "[stochastic_rounding]") {
  const std::vector<float> vector(5, 0.0F);
  std::vector<std::int32_t> integers(5, 9);
  Lanes numbers = numbers_of(0);
  round_stochastically(vector, 0.0F, 7, numbers, integers);
  CHECK(integers == std::vector<std::int32_t>(5, 0));
  CHECK(rounding_variance(vector, 0.0F, 7) == 0.0);
}

TEST_CASE("the largest level is reached exactly and never exceeded", "[stochastic_rounding]") {
  const float denormal = std::numeric_limits<float>::denorm_min();
  const float largest = std::numeric_limits<float>::max();
  for (const float scale : {denormal, 3 * denormal, 1.0F / 3.0F, 1.0F, 0.1F, largest}) {
    for (const std::int32_t levels : {1, 3, 7, 127, 32767}) {
      const std::vector<float> vector = {scale, -scale, std::nextafter(scale, 0.0F), -std::nextafter(scale, 0.0F)};
      std::vector<std::int32_t> integers(vector.size());
      std::vector<float> back(vector.size());
      for (std::uint32_t step = 0; step < 20; ++step) {
        Lanes numbers = numbers_of(step);
        round_stochastically(vector, scale, levels, numbers, integers);
        REQUIRE(integers[0] == levels);
        REQUIRE(integers[1] == -levels);
        REQUIRE(integers[2] <= levels);
        REQUIRE(integers[3] >= -levels);
      }
      scale_integers(integers, scale, levels, back);
      CHECK(back[0] == scale);
      CHECK(back[1] == -scale);
    }
  }
}

TEST_CASE("the variance of rounding by hand", "[stochastic_rounding]") {
  // scale 2, 2 levels: a = |v|, f = 0.5, 0.25, 0 and (2/2)^2 (0.25 + 0.1875 + 0) = 0.4375.
  CHECK(rounding_variance(std::vector<float>{0.5F, -1.25F, 2.0F}, 2.0F, 2) == 0.4375);
  // scale 2, 4 levels: a = 2 |v|, f = 0, 0.5, 0 and (2/4)^2 0.25 = 0.0625.
  CHECK(rounding_variance(std::vector<float>{0.5F, -1.25F, 2.0F}, 2.0F, 4) == 0.0625);
}
