// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/modulo.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

std::unique_ptr<Compressor> modulo(int bits, double theta, const char* rounding = "nearest") {
  return codec(Json{{"name", "modulo"}, {"bits", bits}, {"theta", theta}, {"rounding", rounding}}.dump());
}

/// What the receiver with the vector `own` makes of it.
std::vector<float> received(const Compressor& codec, const std::vector<float>& vector, std::vector<float> own,
                            std::uint32_t step = 0) {
  codec.decode(coded(codec, vector, step), own);
  return own;
}

/// Half the distance of floats near x.
double half_ulp(float x) {
  return static_cast<double>(std::nextafter(std::abs(x), std::numeric_limits<float>::infinity()) - std::abs(x)) / 2.0;
}

struct Setting {
  int bits;
  const char* rounding;
  double delta;
};

const std::vector<Setting> settings = {{1, "nearest", 1.0 / 4},       {2, "stochastic", 1.0 / 4},
                                       {3, "nearest", 1.0 / 16},      {4, "stochastic", 1.0 / 16},
                                       {8, "nearest", 1.0 / 512},     {9, "stochastic", 1.0 / 512},
                                       {16, "nearest", 1.0 / 131072}, {16, "stochastic", 1.0 / 65536}};

}  // namespace

TEST_CASE("modulo: parameters", "[modulo]") {
  CHECK_THROWS_AS(codec("modulo"), UsageError);  // theta has no default
  CHECK_NOTHROW(codec(R"({"name": "modulo", "theta": 0.1})"));
  CHECK_THROWS_WITH(modulo(1, 1.0, "stochastic"), Catch::Contains("/bits: stochastic rounding to 1 bit"));
  CHECK_THROWS_AS(modulo(0, 1.0), UsageError);
  CHECK_THROWS_AS(modulo(17, 1.0), UsageError);
  CHECK_THROWS_AS(modulo(8, 0.0), UsageError);
  CHECK_THROWS_AS(modulo(8, 1.0, "up"), UsageError);
  CHECK(modulo(8, 1.0)->reads_receiver());
  CHECK(modulo(8, 1.0)->facts().error_class == ErrorClass::biased);
}

TEST_CASE("modulo: the period is 2 theta / (1 - 2 delta), rounded up", "[modulo]") {
  const auto period = [](const Compressor& codec) { return dynamic_cast<const Modulo&>(codec).period(); };
  CHECK(period(*modulo(1, 1.0)) == 4.0);
  CHECK(period(*modulo(2, 1.0, "stochastic")) == 4.0);
  CHECK(period(*modulo(3, 3.5)) == 8.0);  // 7 / (7 / 8)
  for (const Setting& setting : settings) {
    for (const double theta : {1e-30, 0.1, 3.0, 1e30}) {
      const double formula = 2.0 * theta / (1.0 - 2.0 * setting.delta);
      const double actual = period(*modulo(setting.bits, theta, setting.rounding));
      CHECK(actual >= formula * (1.0 - 1e-15));
      CHECK(actual <= formula * (1.0 + 0x1p-22));
    }
  }
}

TEST_CASE("modulo: the bytes of a small code by hand", "[modulo]") {
  // 2 bits: delta = 1 / 8, B = 2 theta / (3 / 4) = 4 for theta = 1.5, the grid 0, 1, 2, 3 of codes 0, 1, 2, 3. To the
  // nearest: 0.4 -> 0, 1.4 -> 1, -0.8 -> -1 = 3, 6.2 -> 6 = 2, 3.7 -> 4 = 0.
  const auto codec = modulo(2, 1.5);
  const std::vector<float> vector = {0.4F, 1.4F, -0.8F, 6.2F, 3.7F};
  CHECK(coded(*codec, vector) == bytes({0b10110100, 0b00}));
  // The receiver takes of 0 + 4 k, 1 + 4 k, 3 + 4 k, 2 + 4 k, 0 + 4 k what is nearest to its own.
  CHECK(received(*codec, vector, {1.2F, 0, 0.2F, 5, 5}) == std::vector<float>{0, 1, -1, 6, 4});
  CHECK(received(*codec, vector, {7.2F, -8.1F, 101, 0.3F, -11}) == std::vector<float>{8, -7, 99, 2, -12});
}

TEST_CASE("modulo: lengths", "[modulo]") {
  CHECK(modulo(3, 1.0)->encoded_size(0) == 0);
  CHECK(modulo(3, 1.0)->encoded_size(509) == 191);
  CHECK(modulo(1, 1.0)->encoded_size(9) == 2);
  CHECK(modulo(16, 1.0)->encoded_size(9) == 18);
  for (const Setting& setting : settings) {
    const auto codec = modulo(setting.bits, 1.0, setting.rounding);
    for (const auto& vector : awkward_vectors()) {
      CHECK(coded(*codec, vector).size() == codec->encoded_size(vector.size()));
    }
  }
}

TEST_CASE("modulo: near the receiver the error is at most delta B, and comes close to it", "[modulo]") {
  Stream random(4, Purpose::data, 0, 0);
  for (const Setting& setting : settings) {
    for (const double theta : {0.01, 1.0, 50.0}) {
      const double bound = setting.delta * 2.0 * theta / (1.0 - 2.0 * setting.delta);
      const auto codec = modulo(setting.bits, theta, setting.rounding);
      std::vector<float> vector = gaussian(3000);
      for (float& value : vector) value *= static_cast<float>(4.0 * theta);  // over several periods
      std::vector<float> own = vector;
      for (float& value : own) value += static_cast<float>(theta * 0.999) * (2.0F * random.uniform() - 1.0F);
      const auto decoded = received(*codec, vector, own);
      double worst = 0.0;
      for (std::size_t i = 0; i < vector.size(); ++i) {
        const double error = std::abs(static_cast<double>(decoded[i]) - static_cast<double>(vector[i]));
        REQUIRE(error <= bound * (1.0 + 1e-6) + half_ulp(decoded[i]));
        worst = std::max(worst, error);
      }
      CHECK(worst > 0.9 * bound);
    }
  }
}

TEST_CASE("modulo: vectors far larger than the period", "[modulo]") {
  // 1000 periods and more, where a float has still 2^-14 of them; and beyond 2^24 of them, where it has none.
  const auto codec = modulo(8, 0.01);
  const double bound = 0.02 / 510.0 * 1.000001;
  const std::vector<float> vector = {1000.0F, -1000.0F, 123.456F, 1e6F, -1e30F, std::numeric_limits<float>::max()};
  std::vector<float> own = vector;
  own[0] += 0.009F;
  own[1] += 0.009F;
  own[2] -= 0.009F;
  const auto decoded = received(*codec, vector, own);
  for (std::size_t i = 0; i < vector.size(); ++i) {
    CHECK(std::abs(static_cast<double>(decoded[i]) - static_cast<double>(vector[i])) <= bound + half_ulp(vector[i]));
  }
}

TEST_CASE("modulo: beyond theta the result is wrong by whole periods", "[modulo]") {
  // Theta 1.5, B = 4: a sender at 3 is seen from 0 at 3 - 4.
  const auto codec = modulo(2, 1.5);
  CHECK(received(*codec, {3.0F, 1.0F}, {0.0F, 0.0F}) == std::vector<float>{-1.0F, 1.0F});
  CHECK(received(*codec, {3.0F}, {1.6F}) == std::vector<float>{3.0F});
  CHECK(received(*codec, {40.0F}, {0.5F}) == std::vector<float>{0.0F});
}

TEST_CASE("modulo: stochastic rounding is unbiased", "[modulo]") {
  // The mean of x~ is x, and its variance that of rounding to a grid of step h: h^2 f (1 - f).
  const auto codec = modulo(3, 1.0, "stochastic");  // delta = 1 / 8, B = 8 / 3, h = 1 / 3
  const auto vector = gaussian(50);
  std::vector<float> own = vector;
  for (std::size_t i = 0; i < own.size(); ++i) own[i] += i % 2 == 0 ? 0.6F : -0.6F;
  std::vector<Sample> errors(vector.size());
  Sample squares;
  double variance = 0.0;
  for (const float value : vector) {
    const double f = static_cast<double>(value) * 3.0 - std::floor(static_cast<double>(value) * 3.0);
    variance += f * (1.0 - f) / 9.0;
  }
  for (std::uint32_t step = 0; step < 3000; ++step) {
    const auto decoded = received(*codec, vector, own, step);
    double sum = 0.0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
      const double error = static_cast<double>(decoded[i]) - static_cast<double>(vector[i]);
      errors[i].add(error);
      sum += error * error;
    }
    squares.add(sum);
  }
  for (const Sample& error : errors) CHECK(std::abs(error.mean()) <= 5.0 * error.standard_error() + 1e-6);
  CHECK(std::abs(squares.mean() - variance) <= 5.0 * squares.standard_error());
}

TEST_CASE("modulo: seen from the sender itself, awkward vectors stay near and finite", "[modulo]") {
  for (const Setting& setting : settings) {
    for (const double theta : {1e-30, 1.0, 1e30}) {
      const auto codec = modulo(setting.bits, theta, setting.rounding);
      const double bound = setting.delta * 2.0 * theta / (1.0 - 2.0 * setting.delta) * (1.0 + 1e-6);
      for (const auto& vector : awkward_vectors()) {
        const auto decoded = received(*codec, vector, vector);
        for (std::size_t i = 0; i < vector.size(); ++i) {
          REQUIRE(std::isfinite(decoded[i]));
          // Beyond 2^51 steps the code says nothing, but float32 has no such digits.
          REQUIRE(std::abs(static_cast<double>(decoded[i]) - static_cast<double>(vector[i])) <=
                  bound + half_ulp(vector[i]) + static_cast<double>(std::numeric_limits<float>::denorm_min()));
        }
      }
    }
  }
}

TEST_CASE("modulo: any bytes are finite near any vector", "[modulo]") {
  Stream random(8, Purpose::data, 0, 0);
  for (const Setting& setting : settings) {
    for (const double theta : {1e-30, 1.0, 1e30}) {
      const auto codec = modulo(setting.bits, theta, setting.rounding);
      for (auto vector : awkward_vectors()) {
        Code code(codec->encoded_size(vector.size()).value());
        for (auto& byte : code) byte = static_cast<std::byte>(random.below(256));
        codec->decode(code, vector);
        for (const float value : vector) REQUIRE(std::isfinite(value));
      }
    }
  }
}

TEST_CASE("modulo: what is not finite has diverged", "[modulo]") {
  for (const char* rounding : {"nearest", "stochastic"}) {
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
      auto vector = gaussian(20);
      vector[17] = bad;
      CHECK_THROWS_AS(coded(*modulo(4, 1.0, rounding), vector), Diverged);
    }
  }
}

TEST_CASE("modulo: codes of the wrong size are refused", "[modulo]") {
  const auto codec = modulo(3, 1.0);
  std::vector<float> decoded(21);  // 63 bits
  for (std::size_t size = 0; size < 20; ++size) {
    if (size == 8) {
      CHECK_NOTHROW(codec->decode(Code(size), decoded));
    } else {
      CHECK_THROWS_AS(codec->decode(Code(size), decoded), std::runtime_error);
    }
  }
}
