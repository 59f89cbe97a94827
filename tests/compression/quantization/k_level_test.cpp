// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/k_level.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

constexpr float huge = std::numeric_limits<float>::max();

std::unique_ptr<Compressor> k_level(Json parameters = Json::object()) {
  parameters["name"] = "k-level";
  return codec(parameters.dump());
}

double squared_norm(const std::vector<float>& vector) {
  double sum = 0.0;
  for (const float value : vector) sum += static_cast<double>(value) * static_cast<double>(value);
  return sum;
}

/// D^2 sum f (1 - f) from the definition in double, bucket by bucket.
double exact_variance(const std::vector<float>& vector, int levels, bool norm, std::size_t bucket) {
  double variance = 0.0;
  for (std::size_t first = 0; first < vector.size(); first += bucket) {
    const std::vector<float> part(
        vector.begin() + static_cast<std::ptrdiff_t>(first),
        vector.begin() + static_cast<std::ptrdiff_t>(std::min(first + bucket, vector.size())));
    const auto [lowest, highest] = std::minmax_element(part.begin(), part.end());
    const double low = static_cast<double>(*lowest);
    const double width = norm ? std::sqrt(2.0 * squared_norm(part)) : static_cast<double>(*highest) - low;
    const double step = width / (levels - 1);
    for (const float value : part) {
      const double a = (static_cast<double>(value) - low) / step;
      const double f = a - std::floor(a);
      variance += step * step * f * (1.0 - f);
    }
  }
  return variance;
}

}  // namespace

TEST_CASE("k-level: parameters", "[k-level]") {
  const auto in_force = [](const Json& parameters) {
    Parameters declared;
    const auto codec = k_level(parameters);
    codec->parameters(declared);
    return declared.values().dump();
  };
  CHECK(in_force(Json::object()) == R"({"levels":16,"range":"min-max","bucket":null})");
  CHECK(in_force({{"levels", 2}, {"range", "norm"}, {"bucket", 512}}) == R"({"levels":2,"range":"norm","bucket":512})");
  for (const Json& bad :
       {Json{{"levels", 1}}, Json{{"levels", 65537}}, Json{{"range", "max"}}, Json{{"bucket", 0}}, Json{{"bits", 4}}}) {
    CHECK_THROWS_AS(k_level(bad), UsageError);
  }
  CHECK(k_level()->facts().error_class == ErrorClass::unbiased);
}

TEST_CASE("k-level: a code has exactly the length of the formula", "[k-level]") {
  // By hand: 16 levels take 4 bits, 8 + ceil(509 / 2) = 263; 5 levels take 3, 8 + ceil(1527 / 8) = 199.
  CHECK(k_level()->encoded_size(0) == 0);
  CHECK(k_level()->encoded_size(1) == 9);
  CHECK(k_level()->encoded_size(509) == 263);
  CHECK(k_level({{"levels", 5}})->encoded_size(509) == 199);
  // Buckets of 100: five of 8 + 38 and one of 9 coordinates, 8 + 4.
  CHECK(k_level({{"levels", 5}, {"bucket", 100}})->encoded_size(509) == 242);
  Code code(5000);
  for (const Json& parameters : {Json::object(), Json{{"levels", 5}}, Json{{"levels", 2}, {"bucket", 7}},
                                 Json{{"levels", 65536}, {"range", "norm"}}}) {
    const auto codec = k_level(parameters);
    for (const std::size_t size : {0U, 1U, 2U, 509U, 512U, 1021U}) {
      Stream random = stream();
      codec->encode(gaussian(size), random, code);
      CHECK(code.size() == codec->encoded_size(size));
    }
  }
}

TEST_CASE("k-level: the bytes of a small code by hand", "[k-level]") {
  // Five points over [-2, 2] in 3 bits: 2, -1, 0, -2 are the points 4, 1, 2, 0, bits 100 001 010 000 from the last to
  // the first, 0000 1000 1100.
  CHECK(coded(*k_level({{"levels", 5}}), {2, -1, 0, -2}) ==
        bytes({0x00, 0x00, 0x00, 0xC0, 0x00, 0x00, 0x00, 0x40, 0b10001100, 0b0000}));
  // Buckets of two, each with its ends: both have its ends as points 0 and 1, in one bit.
  CHECK(coded(*k_level({{"levels", 2}, {"bucket", 2}}), {1, -1, 0, 2}) ==
        bytes({0x00, 0x00, 0x80, 0xBF, 0x00, 0x00, 0x80, 0x3F, 0b01,  //
               0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0b10}));
}

TEST_CASE("k-level: with the norm, the grid is sqrt(2) norms wide", "[k-level]") {
  // ||(-3, 4, 0)|| = 5: from -3 to -3 + 5 sqrt(2). The least value is the first point.
  const Code code = coded(*k_level({{"range", "norm"}}), {-3, 4, 0});
  float ends[2];
  std::memcpy(ends, code.data(), sizeof ends);
  CHECK(ends[0] == -3.0F);
  CHECK(ends[1] == static_cast<float>(5.0 * std::sqrt(2.0) - 3.0));
  CHECK((code[8] & std::byte{0x0F}) == std::byte{0});
  // Where the norm is beyond float32 too, the grid ends at the largest float.
  const Code cut = coded(*k_level({{"range", "norm"}}), {huge, huge, 0});
  std::memcpy(ends, cut.data(), sizeof ends);
  CHECK(ends[0] == 0.0F);
  CHECK(ends[1] == huge);
}

TEST_CASE("k-level: every coordinate comes back as a neighbouring point", "[k-level]") {
  auto vectors = awkward_vectors();
  vectors.push_back({huge, -huge, 0.5F * huge, 1.0F});  // wider than the largest float
  for (const Json& parameters : {Json{{"levels", 2}}, Json{{"levels", 16}}, Json{{"levels", 100}, {"bucket", 3}},
                                 Json{{"levels", 65536}}, Json{{"levels", 7}, {"range", "norm"}}}) {
    const auto codec = k_level(parameters);
    const int levels = parameters["levels"];
    for (const auto& vector : vectors) {
      const auto decoded = coded_and_back(*codec, vector);
      const auto [lowest, highest] = std::minmax_element(vector.begin(), vector.end());
      for (std::size_t i = 0; i < vector.size(); ++i) {
        REQUIRE(std::isfinite(decoded[i]));
        const double width = parameters.contains("range")
                                 ? std::sqrt(2.0 * squared_norm(vector))
                                 : static_cast<double>(*highest) - static_cast<double>(*lowest);
        // A step of the grid, some roundings, half a denormal.
        REQUIRE(std::abs(static_cast<double>(decoded[i]) - static_cast<double>(vector[i])) <=
                width / (levels - 1) + 1e-6 * width + 1e-45);
        if (!parameters.contains("range") && !parameters.contains("bucket")) {
          if (vector[i] == *lowest) REQUIRE(decoded[i] == *lowest);
          if (vector[i] == *highest) REQUIRE(decoded[i] == *highest);
        }
      }
    }
  }
}

TEST_CASE("k-level: constant vectors and vectors on the grid come through exactly", "[k-level]") {
  for (const char* range : {"min-max", "norm"}) {
    for (const float value : {0.0F, 0.1F, -7e-45F, huge}) {
      const std::vector<float> constant(100, value);
      CHECK(coded_and_back(*k_level({{"range", range}}), constant) == constant);
    }
  }
  const std::vector<float> on_grid = {-7, 8, 0, 1, 5, -6};
  CHECK(coded_and_back(*k_level(), on_grid) == on_grid);
  CHECK(k_level()->variance(on_grid) == 0.0);
}

TEST_CASE("k-level: a long vector has one grid and the same code for any number of threads", "[k-level]") {
  // More than a chunk, and more than what is shared among threads; the chunks' codes follow each other without gaps.
  const std::size_t size = (std::size_t{1} << 20U) + 77;
  std::vector<float> vector(size);
  for (std::size_t i = 0; i < size; ++i) vector[i] = static_cast<float>(i % 16);
  const auto codec = k_level();
  const Code code = coded(*codec, vector);
  REQUIRE(code.size() == 8 + (size + 1) / 2);
  for (std::size_t i = 0; i < size; i += 1009) {
    REQUIRE((std::to_integer<std::size_t>(code[8 + i / 2]) >> (i % 2 * 4) & 15U) == i % 16);
  }
  std::vector<float> decoded(size);
  codec->decode(code, decoded);
  CHECK(decoded == vector);
}

TEST_CASE("k-level: is unbiased and has exactly the variance it states", "[k-level]") {
  const auto vector = uneven_vector();
  for (const int levels : {2, 5, 16, 256}) {
    for (const std::string range : {"min-max", "norm"}) {
      for (const std::size_t bucket : {64U, 200U}) {
        INFO("levels " << levels << ", range " << range << ", bucket " << bucket);
        const auto codec = k_level({{"levels", levels}, {"range", range}, {"bucket", bucket}});
        const double exact = exact_variance(vector, levels, range == "norm", bucket);
        // Ends and distances are rounded to 2^-24 of the range, of which a step is 2^-8 at the least.
        CHECK(codec->variance(vector).value() == Approx(exact).epsilon(1e-4));
        check_unbiased(*codec, vector, exact, 1000);
      }
    }
  }
}

TEST_CASE("k-level: the variance keeps the bound of the paper, which two spikes attain", "[k-level]") {
  // d / (2 (k - 1)^2) ||v||^2. For (1, -1, 0, ...) / sqrt(2) the 254 zeros lie in the middle between two points, as
  // long as k is even: D^2 / 4 each, D = sqrt(2) / (k - 1), together 254 / (2 (k - 1)^2), 99.2 % of the bound.
  std::vector<float> spikes(256, 0.0F);
  spikes[0] = std::sqrt(0.5F);
  spikes[1] = -spikes[0];
  for (const int k : {2, 4, 16}) {
    for (const char* range : {"min-max", "norm"}) {
      const auto codec = k_level({{"levels", k}, {"range", range}});
      const double bound = 256.0 / (2.0 * (k - 1) * (k - 1));
      CHECK(codec->variance(spikes).value() == Approx(bound * 254 / 256).epsilon(1e-5));
      // Up or down, the error is the same.
      const auto decoded = coded_and_back(*codec, spikes);
      double squared_error = 0.0;
      for (std::size_t i = 0; i < spikes.size(); ++i) {
        squared_error += std::pow(static_cast<double>(decoded[i]) - static_cast<double>(spikes[i]), 2);
      }
      CHECK(squared_error == Approx(bound * 254 / 256).epsilon(1e-5));
      CHECK(codec->variance(uneven_vector()).value() <= 200.0 / 256 * bound * squared_norm(uneven_vector()));
    }
  }
}

TEST_CASE("k-level: what is not finite has diverged", "[k-level]") {
  for (const Json& parameters : {Json::object(), Json{{"bucket", 8}}}) {
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
      auto vector = gaussian(20);
      vector[17] = bad;
      CHECK_THROWS_AS(coded(*k_level(parameters), vector), Diverged);
      CHECK_THROWS_AS(k_level(parameters)->variance(vector), Diverged);
    }
  }
}

TEST_CASE("k-level: codes of the wrong size and codes that nobody can have sent are refused", "[k-level]") {
  const auto codec = k_level({{"levels", 5}, {"bucket", 8}});
  const auto vector = gaussian(21);
  const Code code = coded(*codec, vector);
  std::vector<float> decoded(vector.size());
  check_other_sizes_refused(*codec, code, decoded.size());
  Code beyond = code;
  beyond[8] |= std::byte{0b111};  // point 7 of 5
  CHECK_THROWS_AS(codec->decode(beyond, decoded), std::runtime_error);
  Code exchanged = code;
  std::swap_ranges(exchanged.begin(), exchanged.begin() + 4, exchanged.begin() + 4);
  CHECK_THROWS_AS(codec->decode(exchanged, decoded), std::runtime_error);

  Stream random(8, Purpose::data, 0, 0);
  for (int i = 0; i < 300; ++i) {
    Code garbage = code;
    for (int hits = 0; hits < 3; ++hits) {
      garbage[random.below(static_cast<std::uint32_t>(garbage.size()))] = static_cast<std::byte>(random.below(256));
    }
    try {
      codec->decode(garbage, decoded);
      for (const float value : decoded) REQUIRE(std::isfinite(value));
    } catch (const std::runtime_error&) {
    }
  }
}
