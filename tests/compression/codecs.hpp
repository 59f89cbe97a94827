// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/compression/compressor.hpp"

/// What the tests of codecs share.
namespace lowband::testing {

/// A codec from its JSON, as in an experiment: R"({"name": "qsgd", "bits": 4})" or just "qsgd".
[[nodiscard]] std::unique_ptr<Compressor> codec(const std::string& json);

/// The random numbers of one message.
[[nodiscard]] Stream stream(std::uint32_t step = 0);

/// Standard normal coordinates, the same at every call.
[[nodiscard]] std::vector<float> gaussian(std::size_t size);

/// 200 coordinates, half of them a hundred times as large as the others, and with exact zeros.
[[nodiscard]] std::vector<float> uneven_vector();

/// What every codec must bear: empty, one, a prime number of coordinates, zeros, denormals, a huge value alone and
/// among small ones.
[[nodiscard]] std::vector<std::vector<float>> awkward_vectors();

[[nodiscard]] Code bytes(std::initializer_list<int> values);

[[nodiscard]] Code coded(const Compressor& codec, const std::vector<float>& vector, std::uint32_t step = 0);
[[nodiscard]] std::vector<float> coded_and_back(const Compressor& codec, const std::vector<float>& vector,
                                                std::uint32_t step = 0);

/// Checks that `code` is accepted as one of `size` coordinates, and refused when it is cut short anywhere, or extended
/// by up to 40 zeros.
void check_other_sizes_refused(const Compressor& codec, const Code& code, std::size_t size);

/// Mean and standard error of samples.
struct Sample {
  double count = 0.0;
  double sum = 0.0;
  double squares = 0.0;

  void add(double x) {
    ++count;
    sum += x;
    squares += x * x;
  }
  [[nodiscard]] double mean() const { return sum / count; }
  [[nodiscard]] double standard_error() const;
};

/// Linear functions of an error whose sampled means a bias would move: the sum, the product with `vector`, and the
/// product with random signs.
[[nodiscard]] std::vector<std::vector<double>> directions(const std::vector<float>& vector);

/// Codes `vector` `repeats` times and checks, to 5 standard errors, that the mean error vanishes in all directions()
/// and that the mean squared error is `variance`.
void check_unbiased(const Compressor& codec, const std::vector<float>& vector, double variance, std::uint32_t repeats);

}  // namespace lowband::testing
