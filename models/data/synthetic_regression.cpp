// SPDX-License-Identifier: Apache-2.0
#include "models/data/synthetic_regression.hpp"

#include <cmath>

#include "sim/base/random.hpp"

namespace lowband {

namespace {

/// Tells the streams of one data set apart (the place of the worker's number).
enum Use : std::uint32_t { direction, train, test };

}  // namespace

void SyntheticRegression::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  declare_seed(parameters);
  parameters.integer("features", features_, {.least = 1, .most = 1000000}, "", "features of a point");
  parameters.integer("samples", samples_, {.least = 5, .most = 10000000}, "", "training points; a fifth for the test");
  parameters.number("noise", noise_, {.least = 0.0, .most = 1e6}, "",
                    "standard deviation of the noise on a label; labels without noise have 1");
}

Data SyntheticRegression::load(const DataFolders& /*folders*/) const {
  const auto features = static_cast<std::size_t>(features_);
  std::vector<double> weights(features);
  Stream random(seed(), Purpose::data, Use::direction, 0);
  double squares = 0.0;
  for (double& weight : weights) {
    weight = static_cast<double>(random.normal());
    squares += weight * weight;
  }
  const auto points = [&](std::size_t count, Use use) {
    FloatBuffer values(count * features);
    std::vector<float> labels(count);
    for (std::size_t i = 0; i < count; ++i) {
      Stream own(seed(), Purpose::data, use, static_cast<std::uint32_t>(i));
      double product = 0.0;
      for (std::size_t k = 0; k < features; ++k) {
        float& value = values[i * features + k];
        value = own.normal();
        product += weights[k] * static_cast<double>(value);
      }
      labels[i] = static_cast<float>(product / std::sqrt(squares) + noise_ * static_cast<double>(own.normal()));
    }
    return Samples::from_floats(std::move(values), Labels::of_values(std::move(labels)), {features});
  };
  const auto count = static_cast<std::size_t>(samples_);
  return {.train = points(count, Use::train), .test = points(count / 5, Use::test)};
}

}  // namespace lowband
