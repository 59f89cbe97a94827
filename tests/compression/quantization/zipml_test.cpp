// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/zipml.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

constexpr float largest_float = std::numeric_limits<float>::max();

std::unique_ptr<Compressor> zipml(Json parameters = Json::object()) {
  parameters["name"] = "zipml";
  return codec(parameters.dump());
}

std::vector<float> levels_of(const Code& code, std::size_t count) {
  std::vector<float> levels(count);
  std::memcpy(levels.data(), code.data(), count * sizeof(float));
  return levels;
}

/// The variance of one coordinate rounded to its neighbours, (u - x)(x - l).
double variance(float value, const std::vector<float>& levels) {
  const auto upper = std::lower_bound(levels.begin() + 1, levels.end() - 1, value);
  const double x = static_cast<double>(value);
  return (static_cast<double>(*upper) - x) * (x - static_cast<double>(*(upper - 1)));
}

double variance_at(const std::vector<float>& vector, const std::vector<float>& levels) {
  double sum = 0.0;
  for (const float value : vector) sum += variance(value, levels);
  return sum;
}

}  // namespace

TEST_CASE("ZipML: parameters", "[zipml]") {
  Parameters declared;
  const auto codec = zipml();
  codec->parameters(declared);
  CHECK(declared.values().dump() == R"({"levels":16,"sample":1024})");
  for (const Json& bad :
       {Json{{"levels", 1}}, Json{{"levels", 257}}, Json{{"sample", 0}}, Json{{"sample", 16385}}, Json{{"bits", 4}}}) {
    CHECK_THROWS_AS(zipml(bad), UsageError);
  }
  CHECK(codec->facts().error_class == ErrorClass::unbiased);
}

TEST_CASE("ZipML: a code has exactly the length of the formula", "[zipml]") {
  // By hand: 16 levels of 4 bytes and 4 bits each, 64 + ceil(509 / 2); 5 levels in 3 bits, 20 + ceil(1527 / 8).
  CHECK(zipml()->encoded_size(0) == 0);
  CHECK(zipml()->encoded_size(1) == 65);
  CHECK(zipml()->encoded_size(509) == 319);
  CHECK(zipml({{"levels", 5}})->encoded_size(509) == 211);
  Code code(5000);
  for (const Json& parameters : {Json::object(), Json{{"levels", 2}}, Json{{"levels", 256}, {"sample", 50}}}) {
    const auto codec = zipml(parameters);
    for (const std::size_t size : {0U, 1U, 2U, 509U, 512U, 1021U}) {
      Stream random = stream();
      codec->encode(gaussian(size), random, code);
      CHECK(code.size() == codec->encoded_size(size));
    }
  }
}

TEST_CASE("ZipML: the bytes of a small code by hand", "[zipml]") {
  // The four levels are the four values -1, 0, 1, 2: indices 3, 0, 1, 2, 3 in two bits each, the first in the lowest.
  CHECK(coded(*zipml({{"levels", 4}}), {2, -1, 0, 1, 2}) ==
        bytes({0x00, 0x00, 0x80, 0xBF, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x3F,  //
               0x00, 0x00, 0x00, 0x40, 0b10010011, 0b11}));
}

TEST_CASE("ZipML: every coordinate comes back as a neighbouring level", "[zipml]") {
  auto vectors = awkward_vectors();
  vectors.push_back({largest_float, -largest_float, 0.5F * largest_float, 1.0F});
  vectors.push_back(gaussian(5000));
  for (const Json& parameters : {Json{{"levels", 2}}, Json{{"levels", 3}}, Json{{"levels", 16}},
                                 Json{{"levels", 33}, {"sample", 20}}, Json{{"levels", 34}}, Json{{"levels", 256}}}) {
    const auto codec = zipml(parameters);
    const std::size_t count = parameters["levels"];
    for (const auto& vector : vectors) {
      if (vector.empty()) continue;
      const auto levels = levels_of(coded(*codec, vector), count);
      REQUIRE(std::is_sorted(levels.begin(), levels.end()));
      REQUIRE(levels.front() == *std::min_element(vector.begin(), vector.end()));
      REQUIRE(levels.back() == *std::max_element(vector.begin(), vector.end()));
      const auto decoded = coded_and_back(*codec, vector);
      for (std::size_t i = 0; i < vector.size(); ++i) {
        const auto above = std::lower_bound(levels.begin(), levels.end(), vector[i]);
        const auto below = std::upper_bound(levels.begin(), levels.end(), vector[i]) - 1;
        REQUIRE((decoded[i] == *above || decoded[i] == *below));
      }
    }
  }
}

TEST_CASE("ZipML: vectors with no more values than levels come through exactly", "[zipml]") {
  for (const float value : {0.0F, 0.1F, -7e-45F, largest_float}) {
    const std::vector<float> constant(100, value);
    CHECK(coded_and_back(*zipml(), constant) == constant);
  }
  std::vector<float> few;
  for (std::size_t i = 0; i < 1000; ++i) few.push_back(gaussian(14)[i * i % 14]);
  CHECK(coded_and_back(*zipml(), few) == few);
  CHECK(zipml()->variance(few) == 0.0);
}

TEST_CASE("ZipML: is unbiased and has exactly the variance it states", "[zipml]") {
  const auto vector = uneven_vector();
  for (const int levels : {2, 5, 16, 64}) {
    for (const int sample : {30, 1024}) {
      INFO("levels " << levels << ", sample " << sample);
      const auto codec = zipml({{"levels", levels}, {"sample", sample}});
      const double exact = variance_at(vector, levels_of(coded(*codec, vector), static_cast<std::size_t>(levels)));
      CHECK(codec->variance(vector).value() == Approx(exact).epsilon(1e-12));
      check_unbiased(*codec, vector, exact, 1000);
    }
  }
}

TEST_CASE("ZipML: is quieter than a uniform grid, also with levels for a sample", "[zipml]") {
  for (const int levels : {4, 16}) {
    const auto grid = codec(Json{{"name", "k-level"}, {"levels", levels}}.dump());
    CHECK(zipml({{"levels", levels}})->variance(uneven_vector()).value() < grid->variance(uneven_vector()).value());
    const auto vector = gaussian(20'000);
    const double optimal = zipml({{"levels", levels}})->variance(vector).value();
    CHECK(optimal < grid->variance(vector).value());
    // A sample ten times as large hardly finds better levels.
    CHECK(optimal < 1.1 * zipml({{"levels", levels}, {"sample", 10'000}})->variance(vector).value());
  }
}

TEST_CASE("ZipML: a matrix is sampled across its columns", "[zipml]") {
  // 1024 rows of 64, a stretch each; all columns but one are large.
  std::vector<float> matrix(std::size_t{1} << 16U);
  for (std::size_t i = 0; i < matrix.size(); ++i) matrix[i] = i % 64 == 0 ? 0.01F : static_cast<float>(i % 64);
  const auto levels = levels_of(coded(*zipml({{"levels", 8}}), matrix), 8);
  CHECK(std::count_if(levels.begin(), levels.end(), [](float level) { return level > 1.0F; }) >= 6);
}

TEST_CASE("ZipML: double sampling makes the gradient of least squares unbiased", "[zipml]") {
  // The gradient a (a^T x - b). Two independent codes of a: E Q1(a) (Q2(a)^T x - b) is the gradient. One code twice: E
  // Q_i sum_j Q_j x_j - Q_i b has Var(Q_i) x_i on top.
  constexpr std::size_t size = 20;
  const auto numbers = gaussian(2 * size);
  const std::vector<float> a(numbers.begin(), numbers.begin() + size);
  const std::vector<float> x(numbers.begin() + size, numbers.end());
  const double b = 0.7;
  const auto codec = zipml({{"levels", 4}});
  const auto levels = levels_of(coded(*codec, a), 4);
  const auto product = [&](const std::vector<float>& vector) {
    double sum = 0.0;
    for (std::size_t i = 0; i < size; ++i) sum += static_cast<double>(vector[i]) * static_cast<double>(x[i]);
    return sum;
  };

  std::vector<Sample> twice(size);
  std::vector<Sample> once(size);
  for (std::uint32_t step = 0; step < 5000; ++step) {
    const auto first = coded_and_back(*codec, a, 2 * step);
    const auto second = coded_and_back(*codec, a, 2 * step + 1);
    for (std::size_t i = 0; i < size; ++i) {
      twice[i].add(static_cast<double>(first[i]) * (product(second) - b));
      once[i].add(static_cast<double>(first[i]) * (product(first) - b));
    }
  }
  int visibly_biased = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const double gradient = static_cast<double>(a[i]) * (product(a) - b);
    const double bias = variance(a[i], levels) * static_cast<double>(x[i]);
    CHECK(std::abs(twice[i].mean() - gradient) <= 5.0 * twice[i].standard_error() + 1e-9);
    CHECK(std::abs(once[i].mean() - gradient - bias) <= 5.0 * once[i].standard_error() + 1e-9);
    if (std::abs(once[i].mean() - gradient) > 5.0 * once[i].standard_error() + 1e-9) ++visibly_biased;
  }
  CHECK(visibly_biased >= 5);
}

TEST_CASE("ZipML: what is not finite has diverged", "[zipml]") {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
    auto vector = gaussian(20);
    vector[17] = bad;
    CHECK_THROWS_AS(coded(*zipml(), vector), Diverged);
    CHECK_THROWS_AS(zipml()->variance(vector), Diverged);
  }
}

TEST_CASE("ZipML: bad codes are refused", "[zipml]") {
  const auto codec = zipml({{"levels", 5}});
  const auto vector = gaussian(21);
  const Code code = coded(*codec, vector);
  std::vector<float> decoded(vector.size());
  check_other_sizes_refused(*codec, code, decoded.size());
  Code beyond = code;
  beyond[20] |= std::byte{0b111};  // level 7 of 5
  CHECK_THROWS_AS(codec->decode(beyond, decoded), std::runtime_error);
  Code exchanged = code;
  std::swap_ranges(exchanged.begin(), exchanged.begin() + 4, exchanged.begin() + 4);
  CHECK_THROWS_AS(codec->decode(exchanged, decoded), std::runtime_error);
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Code other = code;
    std::memcpy(other.data() + 16, &bad, sizeof bad);
    CHECK_THROWS_AS(codec->decode(other, decoded), std::runtime_error);
  }
}
