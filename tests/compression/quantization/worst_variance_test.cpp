// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/worst_variance.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

double relative_variance(const std::string& json, const std::vector<float>& vector) {
  double squares = 0.0;
  for (const float value : vector) squares += static_cast<double>(value) * static_cast<double>(value);
  return *codec(json)->variance(vector) / squares;
}

}  // namespace

TEST_CASE("the worst variance of dithering is attained", "[codec]") {
  // 2-norm, few levels: 64 equal coordinates are 1/8 of the norm, a = 2/8; f (1 - f) / a^2 = (3/16) / (1/16) = 3.
  const std::vector<float> equal(64, 1.0F);
  CHECK(worst_dithering_variance(64, 2, Norm::euclidean) == Approx(3.0));
  CHECK(relative_variance(R"({"name": "qsgd", "levels": 2, "norm": "2"})", equal) == Approx(3.0).epsilon(1e-5));
  // Many levels: a = 12/8, f = 1/2, (1/4) / (9/4) = 1/9 = 64 / (4 * 144).
  CHECK(worst_dithering_variance(64, 12, Norm::euclidean) == Approx(1.0 / 9.0));
  CHECK(relative_variance(R"({"name": "qsgd", "levels": 12, "norm": "2"})", equal) == Approx(1.0 / 9.0).epsilon(1e-5));
  // Maximum norm, d = 9, s = 1: 1 and eight times a with a = s / (sqrt(s^2 + 8) + s) = 1/4: 8 (3/16) / (1 + 8/16) = 1.
  std::vector<float> spike(9, 0.25F);
  spike[4] = 1.0F;
  CHECK(worst_dithering_variance(9, 1, Norm::maximum) == Approx(1.0));
  CHECK(relative_variance(R"({"name": "qsgd", "levels": 1})", spike) == Approx(1.0));
}

TEST_CASE("the factors that make codecs contractions, by hand", "[codec]") {
  const auto factor = [](const std::string& json, std::size_t size = 100) {
    return codec(json)->contraction_factor(size);
  };
  // 1 / (1 + q): d / k = 4; sqrt(16) / 1; 1 + 1/8; (2 ln 64 + 2) / 1 = 10.3178.
  CHECK(*factor(R"({"name": "random-k", "ratio": 0.25})") == Approx(0.25));
  CHECK(*factor(R"({"name": "qsgd", "levels": 1, "bucket": 16, "norm": "2"})") == Approx(0.25));
  CHECK(*factor("natural") == Approx(8.0 / 9.0));
  CHECK(*factor(R"({"name": "rotated-k-level", "levels": 2})", 64) == Approx(1.0 / 11.3178).epsilon(1e-4));
  // The largest error, in largest magnitudes: 1 / s, 1/2, 2 / (k - 1).
  CHECK(factor(R"({"name": "qsgd", "bits": 3})") == 1.0);
  CHECK(factor(R"({"name": "qsgd", "bits": 2})") == 0.5);
  CHECK(factor(R"({"name": "natural-dithering", "norm": "max"})") == 1.0);
  CHECK(factor(R"({"name": "natural-dithering", "norm": "max", "levels": 1})") == 0.5);
  CHECK(factor("terngrad") == 0.5);
  CHECK(factor(R"({"name": "terngrad", "clip": 0})") == 0.5);
  CHECK(factor(R"({"name": "k-level", "levels": 4})") == 1.0);
  CHECK(factor(R"({"name": "k-level", "levels": 3})") == 0.5);
  CHECK_FALSE(factor(R"({"name": "k-level", "levels": 2})"));
  CHECK_FALSE(factor(R"({"name": "zipml", "levels": 2})"));
  // Contractions, and absolute bounds.
  for (const char* json : {"none", "fp16", "top-k", "scaled-sign", "one-bit",
                           R"({"name": "random-k", "unbiased": false})", R"({"name": "grid", "step": 1})"}) {
    CHECK(factor(json) == 1.0);
  }
}

TEST_CASE("the bounds of the codecs by hand", "[codec]") {
  const auto bound = [](const std::string& json, std::optional<std::size_t> size) {
    return codec(json)->worst_relative_variance(size);
  };
  CHECK(bound("none", 10) == 0.0);
  CHECK(bound("natural", 10) == 0.125);
  // A bucket bounds what the size of the model does not; a model smaller than a bucket has less.
  const auto qsgd = R"({"name": "qsgd", "levels": 1, "bucket": 9})";
  CHECK(*bound(qsgd, std::nullopt) == Approx(1.0));
  CHECK(*bound(qsgd, 1000) == Approx(1.0));
  CHECK(*bound(qsgd, 1) == 0.0);
  // d / (2 (k - 1)^2) = 50 / (2 * 25).
  CHECK(*bound(R"({"name": "k-level", "levels": 6})", 50) == Approx(1.0));
  CHECK_FALSE(bound(R"({"name": "k-level", "levels": 6})", std::nullopt));
  CHECK(*bound(R"({"name": "random-k", "k": 5})", 20) == Approx(3.0));
  // No bound: biased, or absolute.
  CHECK_FALSE(bound("top-k", 10));
  CHECK_FALSE(bound("terngrad", 10));
  CHECK_FALSE(bound(R"({"name": "grid", "step": 1})", 10));
}
