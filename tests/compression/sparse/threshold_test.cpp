// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/threshold.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

TEST_CASE("threshold: tau must be given", "[threshold]") {
  CHECK_THROWS_AS(codec("threshold"), UsageError);
  CHECK_THROWS_AS(codec(R"({"name": "threshold", "tau": 0})"), UsageError);
  CHECK_THROWS_AS(codec(R"({"name": "threshold", "tau": -1})"), UsageError);
  const auto threshold = codec(R"({"name": "threshold", "tau": 0.5})");
  CHECK(threshold->facts().error_class == ErrorClass::biased);
  CHECK_FALSE(threshold->encoded_size(10).has_value());
}

TEST_CASE("threshold: the bytes of a small code by hand", "[threshold]") {
  // Above 1 in magnitude: -3, 1.5, -2 at 1, 3 and 4 of 6; 3 bits each, 001, 011, 100, then the signs 1, 0, 1.
  const auto threshold = codec(R"({"name": "threshold", "tau": 1})");
  const std::vector<float> vector = {0.5F, -3, 1, 1.5F, -2, -1};
  CHECK(coded(*threshold, vector) == bytes({3, 0, 0, 0, 0b00011001, 0b1, 0b101}));
  CHECK(coded_and_back(*threshold, vector) == std::vector<float>{0, -1, 0, 1, -1, 0});
  // All of them: no indices. None: the number alone.
  CHECK(coded(*threshold, {2, -2}) == bytes({2, 0, 0, 0, 0b10}));
  CHECK(coded(*threshold, {1, -1}) == bytes({0, 0, 0, 0}));
  CHECK(coded(*threshold, {}) == bytes({0, 0, 0, 0}));
}

TEST_CASE("threshold: signs of what is above, times tau", "[threshold]") {
  for (const double tau : {1e-30, 0.1, 1.0, 1e20}) {
    const auto threshold = codec(Json{{"name", "threshold"}, {"tau", tau}}.dump());
    const auto bound = static_cast<float>(tau);
    for (const auto& vector : awkward_vectors()) {
      std::vector<float> expected(vector.size(), 0.0F);
      std::size_t sent = 0;
      for (std::size_t i = 0; i < vector.size(); ++i) {
        if (std::abs(vector[i]) <= bound) continue;
        expected[i] = std::copysign(bound, vector[i]);
        ++sent;
      }
      CHECK(coded_and_back(*threshold, vector) == expected);
      std::size_t width = 0;
      while ((std::size_t{1} << width) < vector.size()) ++width;
      const std::size_t index_bytes = sent == vector.size() ? 0 : (sent * width + 7) / 8;
      CHECK(coded(*threshold, vector).size() == 4 + index_bytes + (sent + 7) / 8);
    }
  }
}

TEST_CASE("threshold: the contraction is exact", "[threshold]") {
  // ||v||^2 = 14; above 1.5: 3 leaves 1.5^2, 2 leaves 0.5^2, and 1 is left as it is: 2.25 + 0.25 + 1 = 3.5.
  const auto threshold = codec(R"({"name": "threshold", "tau": 1.5})");
  CHECK(threshold->contraction(std::vector<float>{3, -2, 1}).value() == Approx(1.0 - 3.5 / 14.0).epsilon(1e-14));
  CHECK(threshold->contraction(std::vector<float>{1, 1}) == 0.0);
  CHECK(threshold->contraction(std::vector<float>{0, 0}) == 1.0);
  const auto vector = gaussian(1000);
  const auto decoded = coded_and_back(*threshold, vector);
  double error = 0.0;
  double whole = 0.0;
  for (std::size_t i = 0; i < vector.size(); ++i) {
    error += std::pow(static_cast<double>(vector[i]) - static_cast<double>(decoded[i]), 2);
    whole += std::pow(static_cast<double>(vector[i]), 2);
  }
  CHECK(1.0 - threshold->contraction(vector).value() == Approx(error / whole).epsilon(1e-12));
}

TEST_CASE("threshold: what is not finite has diverged", "[threshold]") {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
    auto vector = gaussian(200);
    vector[17] = bad;
    CHECK_THROWS_AS(coded(*codec(R"({"name": "threshold", "tau": 1})"), vector), Diverged);
  }
}

TEST_CASE("threshold: codes that nobody can have sent are refused", "[threshold]") {
  const auto threshold = codec(R"({"name": "threshold", "tau": 1})");
  std::vector<float> decoded(6);
  const Code code = bytes({3, 0, 0, 0, 0b00011001, 0b1, 0b101});
  check_other_sizes_refused(*threshold, code, decoded.size());
  CHECK_THROWS_AS(threshold->decode(bytes({7, 0, 0, 0, 0}), decoded), std::runtime_error);  // 7 of 6
  CHECK_THROWS_AS(threshold->decode(bytes({255, 255, 255, 255, 0}), decoded), std::runtime_error);
  CHECK_THROWS_AS(threshold->decode(bytes({1, 0, 0, 0, 0b110, 0}), decoded), std::runtime_error);     // index 6
  CHECK_THROWS_AS(threshold->decode(bytes({2, 0, 0, 0, 0b001010, 0}), decoded), std::runtime_error);  // 2, 1
}
