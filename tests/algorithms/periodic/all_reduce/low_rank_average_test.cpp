// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/low_rank_average.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// A 12 x 20 matrix, a vector of 7, and a matrix that two columns would not make smaller.
const Layout matrix_layout = {{"weight", {12, 20}}, {"bias", {7}}, {"thin", {2, 9}}};
constexpr std::size_t size = 12 * 20 + 7 + 2 * 9;

std::string low_rank(int rank, bool error_feedback) {
  return R"({"name": "p", "paradigm": "all-reduce", "compression": {"name": "low-rank", "rank": )" +
         std::to_string(rank) + R"(, "error_feedback": )" + (error_feedback ? "true" : "false") + "}}";
}

/// A matrix of rank 2 for each worker with the same column space, so that their mean has rank 2; noise elsewhere.
Vector rank_two(int rank, int round) {
  Vector vector = noise(size, rank, round);
  const Vector left = noise(24, 1000, 0);
  const Vector right = noise(40, rank, round + 100);
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t j = 0; j < 20; ++j) {
      vector[i * 20 + j] = left[i] * right[j] + left[12 + i] * right[20 + j];
    }
  }
  return vector;
}

Progress add(Vector (*step)(int rank, int round)) {
  return [step](int rank, int round, FloatBuffer& model) {
    const Vector vector = step(rank, round);
    for (std::size_t k = 0; k < size; ++k) model[k] += vector[k];
  };
}

Vector noise_step(int rank, int round) { return noise(size, rank, round); }

double distance(const Vector& a, const std::vector<double>& b, std::size_t first, std::size_t end) {
  double squares = 0.0;
  for (std::size_t k = first; k < end; ++k) {
    squares += (static_cast<double>(a[k]) - b[k]) * (static_cast<double>(a[k]) - b[k]);
  }
  return std::sqrt(squares);
}

}  // namespace

TEST_CASE("low rank: matrices of that rank are averaged exactly after one step, and so is all else", "[low-rank]") {
  for (const int workers : {1, 2, 5}) {
    const auto result = synchronised(low_rank(2, false), star(workers, 1e9, 1e-4), Vector(size, 0.0F), 1, add(rank_two),
                                     {}, matrix_layout);
    std::vector<Vector> contributions;
    for (int rank = 0; rank < workers; ++rank) contributions.push_back(rank_two(rank, 0));
    for (const auto& models : result.models) {
      CHECK(models == result.models[0]);
      CHECK(distance(models[0], mean(contributions), 0, size) < 1e-4);
    }
  }
}

TEST_CASE("low rank: one column cannot hold a matrix of rank two, but vectors stay exact", "[low-rank]") {
  const auto result = synchronised(low_rank(1, false), star(3, 1e9, 1e-4), Vector(size, 0.0F), 1, add(rank_two), {},
                                   Layout{{"weight", {12, 20}}, {"bias", {25}}});
  std::vector<Vector> contributions;
  for (int rank = 0; rank < 3; ++rank) contributions.push_back(rank_two(rank, 0));
  CHECK(distance(result.models[0][0], mean(contributions), 0, 240) > 1.0);
  CHECK(distance(result.models[0][0], mean(contributions), 240, size) < 1e-5);
}

TEST_CASE("low rank: it is the projection of the mean, whoever holds what", "[low-rank]") {
  // Linear: with everything on one worker, M times as large, the average is the same to rounding.
  const auto all =
      synchronised(low_rank(2, false), star(3, 1e9, 1e-4), Vector(size, 0.0F), 2, add(noise_step), {}, matrix_layout);
  const auto one = synchronised(
      low_rank(2, false), star(3, 1e9, 1e-4), Vector(size, 0.0F), 2,
      [](int rank, int round, FloatBuffer& model) {
        if (rank != 1) return;
        for (int worker = 0; worker < 3; ++worker) {
          const Vector step = noise_step(worker, round);
          for (std::size_t k = 0; k < size; ++k) model[k] += step[k];
        }
      },
      {}, matrix_layout);
  for (std::size_t k = 0; k < size; ++k) {
    CHECK(one.models[0][1][k] == Approx(all.models[0][1][k]).margin(1e-4));
  }
}

TEST_CASE("low rank: warm start finds the best approximation of a constant matrix", "[low-rank]") {
  // A power iteration: after many synchronisations of the same differences the error is that of the two largest
  // singular values, whose matrix has the rest as its error, here 0.5.
  const auto spectrum = [](int /*rank*/, int /*round*/, FloatBuffer& model) {
    model[0] += 3.0F;  // a diagonal matrix, so the singular values are these
    model[21] += 2.0F;
    model[42] += 0.5F;
  };
  const auto result =
      synchronised(low_rank(2, false), star(2, 1e9, 1e-4), Vector(size, 0.0F), 30, spectrum, {}, matrix_layout);
  const auto& after = result.models[0];
  const auto step = [&](std::size_t k) { return after[29][k] - after[28][k]; };
  CHECK(step(0) == Approx(3.0F).epsilon(1e-4));
  CHECK(step(21) == Approx(2.0F).epsilon(1e-4));
  CHECK(step(42) == Approx(0.0F).margin(1e-3));
}

TEST_CASE("low rank: error feedback keeps what the approximation missed", "[low-rank]") {
  // The same differences in every round: the sum of the averages is the number of rounds times the mean, but for the
  // memories, which are bounded.
  constexpr int rounds = 60;
  const auto constant = [](int rank, int /*round*/) { return noise(size, rank, 0); };
  std::vector<Vector> contributions;
  for (int rank = 0; rank < 3; ++rank) contributions.push_back(constant(rank, 0));
  auto expected = mean(contributions);
  for (double& value : expected) value *= rounds;
  const auto error = [&](bool error_feedback) {
    const auto result = synchronised(low_rank(1, error_feedback), star(3, 1e9, 1e-4), Vector(size, 0.0F), rounds,
                                     add(constant), {}, matrix_layout);
    for (const auto& models : result.models) CHECK(models == result.models[0]);
    return distance(result.models[0].back(), expected, 0, 240);
  };
  CHECK(error(true) < 0.5 * error(false));
}

TEST_CASE("low rank: what travels is the factors, and what stays as it is, by the ring", "[low-rank]") {
  // Two workers send half of a vector in each of two hops, that is the whole once: P (12 x 2) with bias and thin (7 +
  // 18), then Q (20 x 2); 4 messages each.
  const auto result =
      synchronised(low_rank(2, false), star(2, 1e9, 1e-4), Vector(size, 0.0F), 1, add(noise_step), {}, matrix_layout);
  const int floats = (24 + 25) + 40;
  CHECK(result.traffic[0][0].get<int>() + result.traffic[1][0].get<int>() == 2 * (4 * floats + 4 * 16));
}

TEST_CASE("low rank depends neither on the network nor on the number of threads", "[low-rank]") {
  const auto reference =
      synchronised(low_rank(2, true), star(4, 1e9, 1e-4), Vector(size, 0.0F), 3, add(noise_step), {}, matrix_layout);
  SimulatedOptions options;
  options.threads = 3;
  options.compute.slowdown = {1.0, 9.0, 0.5, 2.0};
  CHECK(
      synchronised(low_rank(2, true), star(4, 1e5, 0.1), Vector(size, 0.0F), 3, add(noise_step), options, matrix_layout)
          .models == reference.models);
}

TEST_CASE("orthonormalise: columns of length one at right angles that span what they spanned", "[low-rank]") {
  constexpr std::size_t rows = 30;
  constexpr std::size_t columns = 4;
  Vector matrix = noise(rows * columns, 0, 0);
  for (std::size_t i = 0; i < rows; ++i) matrix[i * columns + 2] = matrix[i * columns] - matrix[i * columns + 1];
  const Vector before = matrix;
  orthonormalise(matrix, columns);
  const auto dot = [&](const Vector& x, std::size_t a, const Vector& y, std::size_t b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < rows; ++i) {
      sum += static_cast<double>(x[i * columns + a]) * static_cast<double>(y[i * columns + b]);
    }
    return sum;
  };
  for (std::size_t a = 0; a < columns; ++a) {
    for (std::size_t b = 0; b < columns; ++b) {
      const double expected = a == b && a != 2 ? 1.0 : 0.0;  // the third depends on the first two
      CHECK(dot(matrix, a, matrix, b) == Approx(expected).margin(1e-5));
    }
  }
  // The last column is the sum of its parts along the three.
  double squares = 0.0;
  for (const std::size_t a : {0U, 1U, 3U}) squares += std::pow(dot(matrix, a, before, 3), 2);
  CHECK(squares == Approx(dot(before, 3, before, 3)).epsilon(1e-5));
}
