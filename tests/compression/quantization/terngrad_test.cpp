// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/terngrad.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

std::unique_ptr<Compressor> terngrad(Json parameters = Json::object()) {
  parameters["name"] = "terngrad";
  return compressors().read(parameters, Place("test"));
}

const auto packings = {"2-bit", "base-3"};

/// A vector of deviation 0.7 times the standard normal's, with exact zeros, of which clipping at 2.5 changes some.
std::vector<float> outliers() {
  auto vector = uneven_vector();
  vector[150] = 30.0F;
  vector[151] = -20.0F;
  return vector;
}

/// Clipped at so many standard deviations, from the definition in double.
std::vector<float> clipped(const std::vector<float>& vector, double clip) {
  double mean = 0.0;
  for (const float value : vector) mean += static_cast<double>(value) / static_cast<double>(vector.size());
  double squares = 0.0;
  for (const float value : vector) squares += std::pow(static_cast<double>(value) - mean, 2);
  const auto bound = static_cast<float>(clip * std::sqrt(squares / static_cast<double>(vector.size())));
  std::vector<float> result;
  for (const float value : vector) result.push_back(std::clamp(value, -bound, bound));
  return result;
}

struct Norms {
  double sum = 0.0;
  double squares = 0.0;
  float largest = 0.0F;

  explicit Norms(const std::vector<float>& vector) {
    for (const float value : vector) {
      const auto magnitude = static_cast<double>(std::abs(value));
      sum += magnitude;
      squares += magnitude * magnitude;
      largest = std::max(largest, std::abs(value));
    }
  }
};

}  // namespace

TEST_CASE("TernGrad: parameters", "[terngrad]") {
  const auto in_force = [](const char* parameters) {
    TernGrad codec;
    Parameters declared;
    codec.parameters(declared);
    declared.read(Json::parse(parameters), Place("e.json"));
    return declared.values().dump();
  };
  CHECK(in_force("{}") == R"({"clip":2.5,"packing":"2-bit"})");
  CHECK(in_force(R"({"clip": null, "packing": "base-3"})") == R"({"clip":null,"packing":"base-3"})");
  for (const char* bad : {R"({"clip": -1})", R"({"clip": "no"})", R"({"packing": "3"})", R"({"bits": 2})"}) {
    CHECK_THROWS_AS(in_force(bad), UsageError);
  }
  CHECK(terngrad()->facts().error_class == ErrorClass::biased);
  CHECK(terngrad({{"clip", 0}})->facts().error_class == ErrorClass::unbiased);
  CHECK(terngrad({{"clip", nullptr}})->facts().error_class == ErrorClass::unbiased);
  CHECK(terngrad()->facts().bits == "2 + 32 / d");
  CHECK(terngrad({{"packing", "base-3"}})->facts().bits == "8 / 5 + 32 / d");
}

TEST_CASE("TernGrad: the bytes of a small code by hand", "[terngrad]") {
  // Coordinates that are 0 or as large as the scale leave nothing to chance. Deviation of (2, -2, 0, 0, 2, -2): sqrt(16
  // / 6) = 1.63, 2.5 times which is above 2. Scale 2 is 0x40000000.
  const std::vector<float> vector = {2, -2, 0, 0, 2, -2};
  // 01 11 00 00 from the lowest bits up; 01 11.
  const Code two_bits = bytes({0, 0, 0, 0x40, 0b00001101, 0b00001101});
  CHECK(coded(*terngrad(), vector) == two_bits);
  // 1 + 3 * 2 + 81 * 1 = 88; 2.
  const Code base_3 = bytes({0, 0, 0, 0x40, 88, 2});
  CHECK(coded(*terngrad({{"packing", "base-3"}}), vector) == base_3);

  // Deviation of fifteen zeros and a 4: sqrt(16 / 16 - 1 / 16) = 0.968; clipped at half of it: 0.484 instead of 4.
  std::vector<float> spike(16, 0.0F);
  spike[1] = 4.0F;
  const auto decoded = coded_and_back(*terngrad({{"clip", 0.5}}), spike);
  CHECK(decoded[1] == Approx(0.5 * std::sqrt(15.0) / 4.0).epsilon(1e-7));
  for (std::size_t i = 0; i < spike.size(); ++i) CHECK((i == 1 || decoded[i] == 0.0F));
  CHECK(coded_and_back(*terngrad({{"clip", 0}}), spike) == spike);
}

TEST_CASE("TernGrad: codes have the lengths of the formula", "[terngrad]") {
  CHECK(terngrad()->encoded_size(0) == 0);
  CHECK(terngrad()->encoded_size(1) == 5);
  CHECK(terngrad()->encoded_size(1021) == 4 + 256);  // ceil(1021 / 4)
  CHECK(terngrad({{"packing", "base-3"}})->encoded_size(1021) == 4 + 205);
  for (const char* packing : packings) {
    const auto codec = terngrad({{"packing", packing}});
    for (const std::size_t size : {0U, 1U, 479U, 480U, 481U, 1021U, 70000U}) {
      CHECK(coded(*codec, gaussian(size)).size() == codec->encoded_size(size));
    }
  }
}

TEST_CASE("TernGrad: coordinates are zero or the scale, the same in both packings", "[terngrad]") {
  auto vectors = awkward_vectors();
  vectors.push_back(outliers());
  vectors.push_back(gaussian(140'000));  // three chunks with random numbers of their own
  for (const Json& clip : {Json(2.5), Json(0), Json(1e-3)}) {
    const auto two_bits = terngrad({{"clip", clip}});
    const auto base_3 = terngrad({{"clip", clip}, {"packing", "base-3"}});
    for (const auto& vector : vectors) {
      const auto decoded = coded_and_back(*two_bits, vector);
      CHECK(coded_and_back(*base_3, vector) == decoded);
      std::vector<float> scale(two_bits->shared_scale()->scale_count(vector.size()));
      two_bits->shared_scale()->scales(vector, scale);
      for (std::size_t i = 0; i < vector.size(); ++i) {
        REQUIRE(std::isfinite(decoded[i]));
        REQUIRE((decoded[i] == 0.0F ? !std::signbit(decoded[i])
                                    : decoded[i] == std::copysign(scale[0], vector[i]) && vector[i] != 0.0F));
      }
      // The form for shared scales, within one chunk, has the same integers from the same random numbers.
      if (vector.size() > 1100) continue;
      std::vector<std::int32_t> integers(vector.size());
      std::vector<float> dequantized(vector.size());
      Stream random = stream();
      two_bits->shared_scale()->quantize(vector, scale, random, integers);
      two_bits->shared_scale()->dequantize(integers, scale, 1.0F, dequantized);
      CHECK(dequantized == decoded);
    }
  }
}

TEST_CASE("TernGrad: the scale is the bound of clipping, or the largest magnitude", "[terngrad]") {
  const auto scale_of = [](const Json& clip, const std::vector<float>& vector) {
    std::vector<float> scale(1);
    terngrad({{"clip", clip}})->shared_scale()->scales(vector, scale);
    return scale[0];
  };
  const auto vector = outliers();
  for (const double clip : {0.5, 1.0, 2.5}) {
    const float bound = Norms(clipped(vector, clip)).largest;
    CHECK(bound < 30.0F);
    CHECK(scale_of(clip, vector) == Approx(static_cast<double>(bound)).epsilon(1e-6));
  }
  CHECK(scale_of(100.0, vector) == 30.0F);
  CHECK(scale_of(0.0, vector) == 30.0F);
  CHECK(scale_of(nullptr, vector) == 30.0F);
  // All the same: there is no deviation, and nothing is clipped.
  CHECK(scale_of(2.5, std::vector<float>(1000, -0.1F)) == 0.1F);
  CHECK(scale_of(2.5, {-7.0F}) == 7.0F);
}

TEST_CASE("TernGrad: is unbiased without clipping, with exactly the variance it states", "[terngrad]") {
  const auto vector = uneven_vector();
  const Norms norms(vector);
  const double variance = static_cast<double>(norms.largest) * norms.sum - norms.squares;
  for (const char* packing : packings) {
    const auto codec = terngrad({{"clip", 0}, {"packing", packing}});
    CHECK(codec->variance(vector).value() == Approx(variance).epsilon(1e-6));
    check_unbiased(*codec, vector, variance, 2000);
  }
  // Clipping so high that it changes nothing.
  CHECK(terngrad({{"clip", 1000}})->variance(vector).value() == Approx(variance).epsilon(1e-6));
}

TEST_CASE("TernGrad: with clipping, the clipped vector is what is expected", "[terngrad]") {
  const auto vector = outliers();
  const auto expected = clipped(vector, 2.5);
  const auto codec = terngrad();
  CHECK(codec->variance(vector) == std::nullopt);
  const Norms norms(expected);
  const double variance = static_cast<double>(norms.largest) * norms.sum - norms.squares;
  const auto functionals = directions(expected);
  std::vector<Sample> errors(functionals.size());
  Sample squared_error;
  for (std::uint32_t step = 0; step < 2000; ++step) {
    const auto decoded = coded_and_back(*codec, vector, step);
    double squares = 0.0;
    std::vector<double> products(functionals.size());
    for (std::size_t i = 0; i < vector.size(); ++i) {
      const double error = static_cast<double>(decoded[i]) - static_cast<double>(expected[i]);
      squares += error * error;
      for (std::size_t k = 0; k < products.size(); ++k) products[k] += functionals[k][i] * error;
    }
    squared_error.add(squares);
    for (std::size_t k = 0; k < products.size(); ++k) errors[k].add(products[k]);
  }
  CHECK(std::abs(squared_error.mean() - variance) <= 5.0 * squared_error.standard_error());
  for (const Sample& error : errors) CHECK(std::abs(error.mean()) <= 5.0 * error.standard_error());
}

TEST_CASE("TernGrad: averages on a shared scale are multiples of s / M, and unbiased", "[terngrad]") {
  constexpr int workers = 4;
  for (const Json& clip : {Json(2.5), Json(0)}) {
    const auto codec = terngrad({{"clip", clip}});
    const SharedScaleQuantizer& quantizer = *codec->shared_scale();
    REQUIRE(quantizer.levels() == 1);
    REQUIRE(quantizer.scale_count(200) == 1);
    std::vector<std::vector<float>> vectors(workers, outliers());
    std::vector<double> mean(200);
    float shared = 0.0F;
    for (std::uint32_t w = 0; w < workers; ++w) {
      Stream random(3, Purpose::data, w, 0);
      for (float& value : vectors[w]) value = (value + random.normal()) * static_cast<float>(1 + w);
      const auto own = clip == 0 ? vectors[w] : clipped(vectors[w], 2.5);
      for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += static_cast<double>(own[i]) / workers;
      std::vector<float> scale(1);
      quantizer.scales(vectors[w], scale);
      CHECK(scale[0] == Approx(static_cast<double>(Norms(own).largest)).epsilon(1e-6));
      shared = std::max(shared, scale[0]);
    }

    const auto functionals = directions(outliers());
    std::vector<Sample> errors(functionals.size());
    for (std::uint32_t step = 0; step < 1000; ++step) {
      std::vector<std::int32_t> sum(mean.size(), 0);
      for (std::uint32_t w = 0; w < workers; ++w) {
        std::vector<std::int32_t> integers(mean.size());
        Stream random(7, Purpose::quantization, w, step);
        quantizer.quantize(vectors[w], std::vector<float>{shared}, random, integers);
        for (std::size_t i = 0; i < sum.size(); ++i) {
          REQUIRE(std::abs(integers[i]) <= 1);
          sum[i] += integers[i];
        }
      }
      std::vector<float> average(mean.size());
      quantizer.dequantize(sum, std::vector<float>{shared}, 1.0F / workers, average);
      std::vector<double> products(functionals.size());
      for (std::size_t i = 0; i < average.size(); ++i) {
        REQUIRE(average[i] == shared * static_cast<float>(sum[i]) / 4.0F);  // a quarter is exact
        for (std::size_t k = 0; k < products.size(); ++k) {
          products[k] += functionals[k][i] * (static_cast<double>(average[i]) - mean[i]);
        }
      }
      for (std::size_t k = 0; k < products.size(); ++k) errors[k].add(products[k]);
    }
    for (const Sample& error : errors) CHECK(std::abs(error.mean()) < 5.0 * error.standard_error());
  }
}

TEST_CASE("TernGrad: shared scales that cannot be are refused", "[terngrad]") {
  const auto codec = terngrad({{"clip", 0}});
  const std::vector<float> vector = {1.0F, -2.0F};
  std::vector<std::int32_t> integers(2);
  Stream random = stream();
  const auto quantize = [&](float scale) {
    codec->shared_scale()->quantize(vector, std::vector<float>{scale}, random, integers);
  };
  CHECK_NOTHROW(quantize(2.0F));
  CHECK_THROWS_AS(quantize(1.5F), std::invalid_argument);
  CHECK_THROWS_AS(quantize(std::numeric_limits<float>::infinity()), Diverged);
}

TEST_CASE("TernGrad: what is not finite has diverged", "[terngrad]") {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
    for (const Json& clip : {Json(2.5), Json(0)}) {
      const auto codec = terngrad({{"clip", clip}});
      auto vector = gaussian(500);
      vector[490] = bad;
      CHECK_THROWS_AS(coded(*codec, vector), Diverged);
      CHECK_THROWS_AS(codec->variance(vector), Diverged);
      std::vector<float> scale(1, 10.0F);
      std::vector<std::int32_t> integers(vector.size());
      Stream random = stream();
      CHECK_THROWS_AS(codec->shared_scale()->quantize(vector, scale, random, integers), Diverged);
      CHECK_THROWS_AS(codec->shared_scale()->scales(vector, scale), Diverged);
    }
  }
}

TEST_CASE("TernGrad: codes that nobody can have sent are refused", "[terngrad]") {
  using Limits = std::numeric_limits<float>;
  for (const char* packing : packings) {
    const auto codec = terngrad({{"packing", packing}});
    const auto vector = gaussian(21);
    std::vector<float> decoded(vector.size());
    check_other_sizes_refused(*codec, coded(*codec, vector), vector.size());
    CHECK_THROWS_AS(codec->decode(Code(4), std::span(decoded).first(0)), std::runtime_error);
    for (const float scale : {-1.0F, -0.0F, Limits::infinity(), Limits::quiet_NaN()}) {
      Code code = coded(*codec, vector);
      for (std::size_t i = 0; i < 4; ++i) {
        code[i] = static_cast<std::byte>(std::bit_cast<std::uint32_t>(scale) >> 8 * i & 0xFFU);
      }
      CHECK_THROWS_AS(codec->decode(code, decoded), std::runtime_error);
    }
  }
  // Scale 1 (0x3F800000) and two coordinates: 01 and 11; 10 has no meaning; what is behind them must be 0.
  std::vector<float> two(2);
  terngrad()->decode(bytes({0, 0, 0x80, 0x3F, 0b00001101}), two);
  CHECK(two == std::vector<float>{1.0F, -1.0F});
  for (const int byte : {0b00000010, 0b00001001, 0b00011101, 0b10001101}) {
    CHECK_THROWS_AS(terngrad()->decode(bytes({0, 0, 0x80, 0x3F, byte}), two), std::runtime_error);
  }
  const auto base_3 = terngrad({{"packing", "base-3"}});
  base_3->decode(bytes({0, 0, 0x80, 0x3F, 7}), two);  // 1 + 3 * 2
  CHECK(two == std::vector<float>{1.0F, -1.0F});
  for (const int byte : {9, 242, 243, 255}) {
    CHECK_THROWS_AS(base_3->decode(bytes({0, 0, 0x80, 0x3F, byte}), two), std::runtime_error);
  }
}

TEST_CASE("TernGrad: garbage decodes to finite numbers or is refused", "[terngrad]") {
  Stream random(8, Purpose::data, 0, 0);
  int refused = 0;
  for (const char* packing : packings) {
    const auto codec = terngrad({{"packing", packing}});
    for (int i = 0; i < 500; ++i) {
      std::vector<float> decoded(1 + random.below(40));
      Code code(codec->encoded_size(decoded.size()).value());
      for (auto& byte : code) byte = static_cast<std::byte>(random.below(256));
      try {
        codec->decode(code, decoded);
        for (const float value : decoded) REQUIRE(std::isfinite(value));
      } catch (const std::runtime_error&) {
        ++refused;
      }
    }
  }
  CHECK(refused > 500);
}
