// SPDX-License-Identifier: Apache-2.0
#include "models/data/synthetic_regression.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace lowband {
namespace {

Data load(const char* json) { return datasets().read(Json::parse(json), Place("test"))->load({}); }

TEST_CASE("synthetic-regression: without noise labels are linear in one direction of length 1") {
  const Data data = load(R"({"name": "synthetic-regression", "features": 1, "samples": 10, "noise": 0})");
  CHECK(data.train.size() == 10);
  CHECK(data.test.size() == 2);
  CHECK(data.train.labels().shape() == LabelShape{.classes = 0, .per_sample = 1});
  std::vector<float> x(10);
  data.train.gather(std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, x);
  const float sign = data.train.labels().values()[0] / x[0];
  CHECK(std::abs(sign) == 1.0F);  // the directions of a line
  for (std::size_t i = 0; i < 10; ++i) CHECK(data.train.labels().values()[i] == sign * x[i]);
}

TEST_CASE("synthetic-regression: the variance of labels is 1 and that of the noise") {
  const Data data = load(R"({"name": "synthetic-regression", "features": 5, "samples": 20000, "noise": 2, "seed": 3})");
  double squares = 0.0;
  for (const float label : data.train.labels().values()) squares += std::pow(static_cast<double>(label), 2.0);
  // Normal of variance 5: the mean of 20000 squares has the standard error 5 sqrt(2 / 20000) = 0.05.
  CHECK(std::abs(squares / 20000.0 - 5.0) < 0.25);
}

}  // namespace
}  // namespace lowband
