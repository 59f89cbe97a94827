// SPDX-License-Identifier: Apache-2.0
#include "models/data/gaussian_points.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

#include "tests/usage_error.hpp"

namespace lowband {
namespace {

Data make(const char* json, std::uint64_t seed) {
  const auto dataset = datasets().read(Json::parse(json), Place("test"));
  dataset->default_seed(seed);
  return dataset->load({});
}

std::vector<float> sample(const Samples& samples, std::uint32_t index) {
  std::vector<float> features(samples.features());
  samples.gather(std::vector<std::uint32_t>{index}, features);
  return features;
}

TEST_CASE("gaussian-points: without noise a point is its cluster's centre, at the distance `spread`") {
  const Data data = make(
      R"({"name": "gaussian-points", "dimension": 20, "samples": 100, "clusters": 4, "spread": 3, "noise": 0})", 1);
  CHECK(data.train.size() == 100);
  CHECK(data.test.size() == 20);
  CHECK(data.train.labels().shape().classes == 4);
  for (std::uint32_t i = 0; i < 4; ++i) {
    double squared = 0.0;
    for (const float value : sample(data.train, i)) squared += static_cast<double>(value) * static_cast<double>(value);
    CHECK(std::sqrt(squared) == Approx(3.0).margin(1e-5));
    CHECK(data.train.labels().classes()[i] == i);
    CHECK(sample(data.train, i) == sample(data.train, i + 4));
    CHECK(sample(data.train, i) == sample(data.test, i));
  }
  CHECK(sample(data.train, 0) != sample(data.train, 1));
}

TEST_CASE("gaussian-points: noise has the stated standard deviation") {
  const Data data =
      make(R"({"name": "gaussian-points", "dimension": 10, "samples": 2000, "spread": 0, "noise": 2})", 1);
  double squares = 0.0;
  for (std::uint32_t i = 0; i < 2000; ++i) {
    for (const float value : sample(data.train, i)) squares += static_cast<double>(value) * static_cast<double>(value);
  }
  // The mean of 20000 squares of N(0, 4): 4 with standard error 4 sqrt(2 / 20000) = 0.04; five of them.
  CHECK(squares / 20000 == Approx(4.0).margin(0.2));
}

TEST_CASE("gaussian-points: a function of the seed") {
  const char* const json = R"({"name": "gaussian-points", "samples": 100})";
  CHECK(make(json, 1).train.sha256() == make(json, 1).train.sha256());
  CHECK(make(json, 1).train.sha256() != make(json, 2).train.sha256());
  CHECK(make(json, 1).train.sha256() != make(json, 1).test.sha256());
}

TEST_CASE("gaussian-points: fewer points than clusters") {
  CHECK_THAT(usage_error([] { (void)make(R"({"name": "gaussian-points", "samples": 3, "clusters": 5})", 1); }),
             Catch::Contains("/samples") && Catch::Contains("at least one per cluster (5), found 3"));
}

}  // namespace
}  // namespace lowband
