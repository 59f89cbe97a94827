// SPDX-License-Identifier: Apache-2.0
// QSGD as a random variable: unbiased, with exactly the variance that it states, alone and on shared scales.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "sim/compression/coding/bit_packing.hpp"
#include "sim/compression/quantization/qsgd.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

/// (c / s)^2 f (1 - f) of every coordinate, from the definition in double.
std::vector<double> variances(const std::vector<float>& vector, int levels, bool maximum, std::size_t bucket) {
  std::vector<double> result(vector.size());
  for (std::size_t first = 0; first < vector.size(); first += bucket) {
    const std::size_t end = std::min(first + bucket, vector.size());
    double scale = 0.0;
    for (std::size_t i = first; i < end; ++i) {
      const double magnitude = std::abs(static_cast<double>(vector[i]));
      scale = maximum ? std::max(scale, magnitude) : std::hypot(scale, magnitude);
    }
    for (std::size_t i = first; i < end; ++i) {
      const double a = levels * std::abs(static_cast<double>(vector[i])) / scale;
      const double f = a - std::floor(a);
      result[i] = scale / levels * (scale / levels) * f * (1.0 - f);
    }
  }
  return result;
}

}  // namespace

TEST_CASE("QSGD: is unbiased and has exactly the variance it states", "[qsgd]") {
  const auto vector = uneven_vector();
  for (const int levels : {1, 3, 7, 127}) {
    for (const std::string norm : {"2", "max"}) {
      for (const std::size_t bucket : {64U, 512U}) {
        INFO("levels " << levels << ", norm " << norm << ", bucket " << bucket);
        const Json json = {{"name", "qsgd"}, {"levels", levels}, {"norm", norm}, {"bucket", bucket}};
        const auto codec = compressors().read(json, Place("test"));
        const auto exact = variances(vector, levels, norm == "max", bucket);
        double total = 0.0;
        for (const double variance : exact) total += variance;
        // The scale is rounded to float: 2^-24, times up to 127 levels in a fraction of the order of one.
        CHECK(codec->variance(vector).value() == Approx(total).epsilon(1e-4));

        check_unbiased(*codec, vector, total, 2000);
      }
    }
  }
}

TEST_CASE("QSGD: the variance keeps the bound of the paper", "[qsgd]") {
  // E||Q(v) - v||^2 <= min(d / s^2, sqrt(d) / s) ||v||^2 (Lemma 3.1), for one bucket and the 2-norm.
  const auto vector = uneven_vector();
  double squares = 0.0;
  for (const float value : vector) squares += static_cast<double>(value) * static_cast<double>(value);
  const auto d = static_cast<double>(vector.size());
  for (const int s : {1, 3, 7, 127}) {
    const auto codec = compressors().read(Json{{"name", "qsgd"}, {"levels", s}, {"norm", "2"}}, Place("test"));
    CHECK(codec->variance(vector).value() <= std::min(d / (s * s), std::sqrt(d) / s) * squares);
  }
}

TEST_CASE("QSGD: on shared scales sums of integers are exact and their mean is unbiased", "[qsgd]") {
  constexpr int workers = 5;
  const auto base = uneven_vector();
  std::vector<std::vector<float>> vectors(workers, base);
  std::vector<double> mean(base.size());
  for (int w = 0; w < workers; ++w) {
    Stream random(3, Purpose::data, static_cast<std::uint32_t>(w), 0);
    for (std::size_t i = 0; i < base.size(); ++i) {
      vectors[static_cast<std::size_t>(w)][i] += random.normal();
      mean[i] += static_cast<double>(vectors[static_cast<std::size_t>(w)][i]) / workers;
    }
  }
  for (const std::string norm : {"2", "max"}) {
    const Json json = {{"name", "qsgd"}, {"bits", 4}, {"norm", norm}, {"bucket", 64}};
    const auto codec = compressors().read(json, Place("test"));
    const SharedScaleQuantizer& quantizer = *codec->shared_scale();
    REQUIRE(quantizer.scale_count(base.size()) == 4);  // 64 + 64 + 64 + 8
    std::vector<float> shared(4, 0.0F);
    for (const auto& vector : vectors) {
      std::vector<float> own(4);
      quantizer.scales(vector, own);
      for (std::size_t b = 0; b < 4; ++b) shared[b] = std::max(shared[b], own[b]);
    }

    const std::int32_t bound = quantizer.levels() * workers;
    std::vector<Sample> errors(3);
    const auto functionals = directions(base);
    for (std::uint32_t step = 0; step < 1000; ++step) {
      std::vector<std::int32_t> sum(base.size(), 0);
      for (std::uint32_t w = 0; w < workers; ++w) {
        std::vector<std::int32_t> integers(base.size());
        Stream random(7, Purpose::quantization, w, step);
        quantizer.quantize(vectors[w], shared, random, integers);
        for (std::size_t i = 0; i < sum.size(); ++i) {
          REQUIRE(std::abs(integers[i]) <= quantizer.levels());
          sum[i] += integers[i];
        }
      }
      // The sum survives the wire in integer_width(7, 5) = 7 bits: 71 values.
      std::vector<std::byte> packed(packed_size(sum.size(), integer_width(quantizer.levels(), workers)));
      pack_signed(sum, bound, packed);
      std::vector<std::int32_t> received(sum.size());
      unpack_signed(packed, bound, received);
      REQUIRE(received == sum);

      std::vector<float> average(base.size());
      quantizer.dequantize(received, shared, 1.0F / workers, average);
      std::vector<double> products(functionals.size());
      for (std::size_t i = 0; i < average.size(); ++i) {
        const double expected = static_cast<double>(shared[i / 64]) * sum[i] / (workers * quantizer.levels());
        REQUIRE(static_cast<double>(average[i]) == Approx(expected).epsilon(1e-6));  // four roundings of 2^-24
        for (std::size_t k = 0; k < products.size(); ++k) {
          products[k] += functionals[k][i] * (static_cast<double>(average[i]) - mean[i]);
        }
      }
      for (std::size_t k = 0; k < products.size(); ++k) errors[k].add(products[k]);
    }
    for (const Sample& error : errors) CHECK(std::abs(error.mean()) < 5.0 * error.standard_error());
  }
}

TEST_CASE("QSGD: a shared scale that cannot be the maximum over the workers is refused", "[qsgd]") {
  const auto codec = compressors().read("qsgd", Place("test"));
  const SharedScaleQuantizer& quantizer = *codec->shared_scale();
  const std::vector<float> vector = {1.0F, -2.0F};
  std::vector<std::int32_t> integers(2);
  Stream random(1, Purpose::quantization, 0, 0);
  CHECK_THROWS_AS(quantizer.quantize(vector, std::vector<float>{1.5F}, random, integers), std::invalid_argument);
  CHECK_NOTHROW(quantizer.quantize(vector, std::vector<float>{2.0F}, random, integers));
  const std::vector<float> infinite = {std::numeric_limits<float>::infinity()};
  CHECK_THROWS_AS(quantizer.quantize(vector, infinite, random, integers), Diverged);
}
