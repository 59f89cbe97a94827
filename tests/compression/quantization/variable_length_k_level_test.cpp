// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/variable_length_k_level.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

std::unique_ptr<Compressor> variable_length(Json parameters = Json::object()) {
  parameters["name"] = "variable-length-k-level";
  return codec(parameters.dump());
}

double squares(const std::vector<float>& vector) {
  double sum = 0.0;
  for (const float value : vector) sum += static_cast<double>(value) * static_cast<double>(value);
  return sum;
}

/// D^2 sum f (1 - f) from the definition in double.
double exact_variance(const std::vector<float>& vector, int levels) {
  const double low = static_cast<double>(*std::min_element(vector.begin(), vector.end()));
  const double step = std::sqrt(2.0 * squares(vector)) / (levels - 1);
  double variance = 0.0;
  for (const float value : vector) {
    const double a = (static_cast<double>(value) - low) / step;
    const double f = a - std::floor(a);
    variance += step * step * f * (1.0 - f);
  }
  return variance;
}

/// Bits per coordinate of the empirical distribution of what was decoded.
double entropy(const std::vector<float>& decoded) {
  std::map<float, double> counts;
  for (const float value : decoded) ++counts[value];
  double bits = 0.0;
  for (const auto& [value, count] : counts) bits -= count * std::log2(count / static_cast<double>(decoded.size()));
  return bits / static_cast<double>(decoded.size());
}

}  // namespace

TEST_CASE("variable-length k-level: parameters", "[variable-length-k-level]") {
  Parameters declared;
  const auto codec = variable_length();
  codec->parameters(declared);
  CHECK(declared.values().dump() == R"({"levels":null})");
  for (const Json& bad : {Json{{"levels", 1}}, Json{{"levels", 32769}}, Json{{"range", "norm"}}}) {
    CHECK_THROWS_AS(variable_length(bad), UsageError);
  }
  CHECK(codec->facts().error_class == ErrorClass::unbiased);
  CHECK_FALSE(codec->encoded_size(100).has_value());
}

TEST_CASE("variable-length k-level: the bytes of a small code by hand", "[variable-length-k-level]") {
  CHECK(coded(*variable_length(), {}).empty());
  // Equal coordinates are all the first point: frequencies "first 0, one symbol, 4096 parts", which are the gamma codes
  // 1, 1 and twelve zeros before 1000000000001, and states that stay at 2^16. (2, 2) has the norm sqrt(8): the grid
  // ends at 2 + 4.
  CHECK(coded(*variable_length(), {2, 2}) ==
        bytes({0x00,       0x00,       0x00,       0x40,       0x00, 0x00, 0xC0, 0x40,  //
               0b11000000, 0b00000010, 0b00000000, 0b00100000,                          //
               0,          0,          1,          0,          0,    0,    1,    0,    0, 0, 1, 0, 0, 0, 1, 0}));
}

TEST_CASE("variable-length k-level: codes the points of the k-level codec with the norm", "[variable-length-k-level]") {
  // The same stream rounds to the same points; floor(sqrt(d)) + 1 of them: 32 for 1021 coordinates, 2 for one to three.
  for (const std::size_t size : {1U, 2U, 3U, 4U, 509U, 512U, 1021U, 70'000U}) {
    const auto levels = static_cast<int>(std::sqrt(static_cast<double>(size))) + 1;
    const auto plain = codec(Json{{"name", "k-level"}, {"range", "norm"}, {"levels", levels}}.dump());
    const auto vector = gaussian(size);
    CHECK((coded_and_back(*variable_length(), vector) == coded_and_back(*plain, vector)));
  }
  const auto plain = codec(R"({"name": "k-level", "range": "norm", "levels": 32768})");
  for (const auto& vector : awkward_vectors()) {
    CHECK((coded_and_back(*variable_length({{"levels", 32768}}), vector) == coded_and_back(*plain, vector)));
  }
}

TEST_CASE("variable-length k-level: is unbiased and has exactly the variance it states", "[variable-length-k-level]") {
  const auto vector = uneven_vector();  // 200 coordinates, 15 levels by default
  for (const int levels : {2, 15, 100}) {
    const auto codec = levels == 15 ? variable_length() : variable_length({{"levels", levels}});
    const double exact = exact_variance(vector, levels);
    CHECK(codec->variance(vector).value() == Approx(exact).epsilon(1e-4));
    check_unbiased(*codec, vector, exact, 1000);
  }
}

TEST_CASE("variable-length k-level: O(1) bits per coordinate, those of the entropy", "[variable-length-k-level]") {
  // The step of the grid is sqrt(2) root mean squares, whatever d is: normal coordinates lie on some ten points.
  for (const std::size_t size : {1000U, 10'000U, 100'000U, 300'000U}) {
    CAPTURE(size);
    const auto vector = gaussian(size);
    const auto codec = variable_length();
    const Code code = coded(*codec, vector);
    std::vector<float> decoded(size);
    codec->decode(code, decoded);
    const double d = static_cast<double>(size);
    const double bits = 8.0 * static_cast<double>(code.size()) / d;
    // Ends and states are 192 bits; the frequencies at most 25 bits for each of at most 20 points, and 25 to say which.
    CHECK(bits > entropy(decoded) + 100.0 / d);
    CHECK(bits < 1.01 * entropy(decoded) + (192.0 + 21 * 25.0) / d);
    CHECK(entropy(decoded) < 2.2);
    CHECK(codec->variance(vector).value() <= d / (2.0 * std::pow(std::floor(std::sqrt(d)), 2)) * squares(vector));
  }
  // Many levels cost their entropy too.
  const auto vector = gaussian(100'000);
  for (const int levels : {3000, 32768}) {
    const auto codec = variable_length({{"levels", levels}});
    const Code code = coded(*codec, vector);
    std::vector<float> decoded(vector.size());
    codec->decode(code, decoded);
    const double histogram = std::min(levels, 10'000) * 20.0 + 192.0;
    CHECK(8.0 * static_cast<double>(code.size()) < 1.05 * entropy(decoded) * 1e5 + histogram);
  }
}

TEST_CASE("variable-length k-level: what is not finite has diverged", "[variable-length-k-level]") {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
    auto vector = gaussian(20);
    vector[17] = bad;
    CHECK_THROWS_AS(coded(*variable_length(), vector), Diverged);
    CHECK_THROWS_AS(variable_length()->variance(vector), Diverged);
  }
}

TEST_CASE("variable-length k-level: bad codes are refused", "[variable-length-k-level]") {
  const auto codec = variable_length();
  const auto vector = gaussian(300);
  const Code code = coded(*codec, vector);
  std::vector<float> decoded(vector.size());
  check_other_sizes_refused(*codec, code, decoded.size());
  // Behind the ends of the grid no bit is free.
  for (std::size_t bit = 64; bit < code.size() * 8; ++bit) {
    Code other = code;
    other[bit / 8] ^= std::byte{1} << (bit % 8);
    CAPTURE(bit);
    CHECK_THROWS_AS(codec->decode(other, decoded), std::runtime_error);
  }
  std::vector<float> none;
  CHECK_THROWS_AS(codec->decode(code, none), std::runtime_error);
}
