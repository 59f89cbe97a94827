#include "sim/algorithms/sgd.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace lowband;

TEST_CASE("plain SGD: x <- x - rate g", "[algorithms]") {
  Sgd sgd({.learning_rate = 0.5});
  std::vector<float> x = {1.0F, 2.0F};
  std::vector<float> g = {2.0F, -2.0F};
  sgd.step(x, g);
  CHECK(x == std::vector<float>{0.0F, 3.0F});
}

TEST_CASE("momentum and weight decay follow PyTorch's SGD", "[algorithms]") {
  // g' = g + 0.5 x; u = 0.5 u + g'; x <- x - 0.25 u, by hand from x = 4, g = 2, 2:
  // g' = 4, u = 4, x = 3;  then g' = 3.5, u = 5.5, x = 3 - 1.375.
  Sgd sgd({.learning_rate = 0.25, .momentum = 0.5, .weight_decay = 0.5});
  std::vector<float> x = {4.0F};
  std::vector<float> g = {2.0F};
  sgd.step(x, g);
  CHECK(x[0] == 3.0F);
  g = {2.0F};
  sgd.step(x, g);
  CHECK(x[0] == 1.625F);
}
