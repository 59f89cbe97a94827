// SPDX-License-Identifier: Apache-2.0
#include "tests/compression/codecs.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lowband::testing {

std::unique_ptr<Compressor> codec(const std::string& json) {
  return compressors().read(json.front() == '{' ? Json::parse(json) : Json(json), Place("e.json"));
}

Stream stream(std::uint32_t step) { return {42, Purpose::quantization, 0, step}; }

std::vector<float> gaussian(std::size_t size) {
  std::vector<float> vector(size);
  Stream random(1, Purpose::data, 0, 0);
  for (float& value : vector) value = random.normal();
  return vector;
}

std::vector<float> uneven_vector() {
  auto vector = gaussian(200);
  for (std::size_t i = 0; i < vector.size(); ++i) {
    if (i % 10 == 0) vector[i] = 0.0F;
    if (i >= 100) vector[i] *= 0.01F;
  }
  return vector;
}

std::vector<std::vector<float>> awkward_vectors() {
  const float tiny = std::numeric_limits<float>::denorm_min();
  const float huge = std::numeric_limits<float>::max();
  auto spike = gaussian(700);
  spike[600] = -1e30F;
  return {{},
          {0.0F},
          {-1.5F},
          {huge},
          {tiny},
          gaussian(2),
          gaussian(31),
          gaussian(509),
          gaussian(1021),
          std::vector<float>(100, 0.0F),
          std::vector<float>(100, -0.0F),
          std::vector<float>(100, 1.0F),
          {tiny, -3 * tiny, 100 * tiny, 0.0F},
          {1.0F, huge, -tiny, 1e30F},
          spike};
}

Code bytes(std::initializer_list<int> values) {
  Code code;
  for (const int value : values) code.push_back(static_cast<std::byte>(value));
  return code;
}

Code coded(const Compressor& codec, const std::vector<float>& vector, std::uint32_t step) {
  Code code;
  Stream random = stream(step);
  codec.encode(vector, random, code);
  return code;
}

std::vector<float> coded_and_back(const Compressor& codec, const std::vector<float>& vector, std::uint32_t step) {
  std::vector<float> decoded(vector.size(), -1.0F);
  codec.decode(coded(codec, vector, step), decoded);
  return decoded;
}

void check_other_sizes_refused(const Compressor& codec, const Code& code, std::size_t size) {
  std::vector<float> decoded(size);
  CHECK_NOTHROW(codec.decode(code, decoded));
  for (std::size_t bytes = 0; bytes <= code.size() + 40; ++bytes) {
    if (bytes == code.size()) continue;
    CAPTURE(bytes);
    Code other = code;
    other.resize(bytes);
    CHECK_THROWS_AS(codec.decode(other, decoded), std::runtime_error);
  }
}

double Sample::standard_error() const {
  // Of samples that are all the same, rounding may leave a variance below zero.
  return std::sqrt(std::max(0.0, squares / count - mean() * mean()) / count);
}

std::vector<std::vector<double>> directions(const std::vector<float>& vector) {
  std::vector<double> ones(vector.size(), 1.0);
  std::vector<double> along(vector.begin(), vector.end());
  std::vector<double> signs;
  Stream random(2, Purpose::data, 0, 0);
  while (signs.size() < vector.size()) signs.push_back(random.below(2) == 0 ? -1.0 : 1.0);
  return {ones, along, signs};
}

void check_unbiased(const Compressor& codec, const std::vector<float>& vector, double variance, std::uint32_t repeats) {
  const auto functionals = directions(vector);
  std::vector<Sample> errors(functionals.size());
  Sample squared_error;
  for (std::uint32_t step = 0; step < repeats; ++step) {
    const auto decoded = coded_and_back(codec, vector, step);
    double squares = 0.0;
    std::vector<double> products(functionals.size());
    for (std::size_t i = 0; i < vector.size(); ++i) {
      const double error = static_cast<double>(decoded[i]) - static_cast<double>(vector[i]);
      squares += error * error;
      for (std::size_t k = 0; k < products.size(); ++k) products[k] += functionals[k][i] * error;
    }
    squared_error.add(squares);
    for (std::size_t k = 0; k < products.size(); ++k) errors[k].add(products[k]);
  }
  // A hair on top for codes without any chance in them.
  CHECK(std::abs(squared_error.mean() - variance) <= 5.0 * squared_error.standard_error() + 1e-9 * variance);
  for (const Sample& error : errors) CHECK(std::abs(error.mean()) <= 5.0 * error.standard_error() + 1e-12);
}

}  // namespace lowband::testing
