// SPDX-License-Identifier: Apache-2.0
#include "models/layers/dense.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

namespace lowband {
namespace {

// Two inputs, three outputs: W = (1 2; 3 4; 5 6), b = (10, 20, 30), two samples x = (1, 1) and (2, -1).
const Dense layer(2, 3);
const std::vector<float> parameters = {1, 2, 3, 4, 5, 6, 10, 20, 30};
const std::vector<float> x = {1, 1, 2, -1};

TEST_CASE("a dense layer computes W x + b") {
  std::vector<float> y(6);
  layer.forward(parameters, x.data(), 2, {y.data(), 3, 1});
  // W (1, 1) = (3, 7, 11); W (2, -1) = (0, 2, 4).
  CHECK(y == std::vector<float>{13, 27, 41, 10, 22, 34});
}

TEST_CASE("a dense layer's gradients") {
  const std::vector<float> delta = {1, 0, 2, 0, 1, -1};  // per sample (1, 0, 2) and (0, 1, -1)
  std::vector<float> gradient(9);
  layer.backward(x.data(), 2, {delta.data(), 3, 1}, gradient);
  // dW = delta^T x: (1 0; 0 1; 2 -1)(1 1; 2 -1) = (1 1; 2 -1; 0 3). db: (1, 1, 1).
  CHECK(gradient == std::vector<float>{1, 1, 2, -1, 0, 3, 1, 1, 1});
  std::vector<float> dx(4);
  layer.backward_input(parameters, 2, {delta.data(), 3, 1}, dx.data());
  // (1, 0, 2) W = (1 + 10, 2 + 12); (0, 1, -1) W = (3 - 5, 4 - 6).
  CHECK(dx == std::vector<float>{11, 14, -2, -2});
}

TEST_CASE("a dense layer starts uniform on (-1/sqrt(in), 1/sqrt(in))") {
  const Dense wide(100, 200);
  std::vector<float> initial(wide.parameter_count());
  Stream random(1, Purpose::initial_model, 0, 0);
  wide.initialise(initial, random);
  double sum = 0.0;
  double squares = 0.0;
  float largest = 0.0F;
  for (const float value : initial) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
    largest = std::max(largest, std::abs(value));
  }
  const auto count = static_cast<double>(initial.size());
  CHECK(largest <= 0.1F);
  CHECK(largest > 0.0999F);
  // Uniform on (-a, a): mean 0 with standard error a / sqrt(3 n); E v^2 = a^2/3, Var v^2 = 4 a^4 / 45. Five of them.
  CHECK(std::abs(sum / count) < 5.0 * 0.1 / std::sqrt(3.0 * count));
  CHECK(std::abs(squares / count - 0.01 / 3.0) < 5.0 * 0.01 * std::sqrt(4.0 / 45.0 / count));
}

}  // namespace
}  // namespace lowband
