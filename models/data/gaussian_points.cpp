// SPDX-License-Identifier: Apache-2.0
#include "models/data/gaussian_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/random.hpp"

namespace lowband {

namespace {

/// Tells the streams of one data set apart (the place of the worker's number).
enum Use : std::uint32_t { centres, train, test };

FloatBuffer random_centres(std::size_t count, std::size_t dimension, double spread, std::uint64_t seed) {
  FloatBuffer values(count * dimension);
  for (std::size_t c = 0; c < count; ++c) {
    Stream random(seed, Purpose::data, Use::centres, static_cast<std::uint32_t>(c));
    const std::span<float> centre = std::span(values).subspan(c * dimension, dimension);
    double squared = 0.0;
    for (float& value : centre) {
      value = random.normal();
      squared += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto factor = static_cast<float>(spread / std::sqrt(squared));
    for (float& value : centre) value *= factor;
  }
  return values;
}

Samples random_points(const FloatBuffer& centres, std::size_t count, std::size_t clusters, std::size_t dimension,
                      double noise, std::uint64_t seed, Use use) {
  FloatBuffer values(count * dimension);
  std::vector<Label> labels(count);
  const auto deviation = static_cast<float>(noise);
  for (std::size_t i = 0; i < count; ++i) {
    Stream random(seed, Purpose::data, use, static_cast<std::uint32_t>(i));
    const std::size_t cluster = i % clusters;
    labels[i] = static_cast<Label>(cluster);
    for (std::size_t k = 0; k < dimension; ++k) {
      values[i * dimension + k] = centres[cluster * dimension + k] + deviation * random.normal();
    }
  }
  return Samples::from_floats(std::move(values), Labels::of_classes(std::move(labels), static_cast<int>(clusters)),
                              {dimension});
}

}  // namespace

void GaussianPoints::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  declare_seed(parameters);
  parameters.integer("dimension", dimension_, {.least = 1, .most = 1000000}, "", "features of a point");
  parameters.integer("samples", samples_, {.least = 1, .most = 10000000}, "", "training points; a fifth for the test");
  parameters.integer("clusters", clusters_, {.least = 1, .most = 65536}, "",
                     "clusters; a point's label is its cluster");
  parameters.number("spread", spread_, {.least = 0.0, .most = 1e6}, "",
                    "distance of a cluster's centre from the origin");
  parameters.number("noise", noise_, {.least = 0.0, .most = 1e6}, "",
                    "standard deviation of each feature within a cluster");
}

void GaussianPoints::check(const Place& place) {
  if (samples_ < clusters_) {
    (place / "samples").fail(fmt::format("expected at least one per cluster ({}), found {}", clusters_, samples_));
  }
}

Data GaussianPoints::load(const DataFolders& /*folders*/) const {
  const auto dimension = static_cast<std::size_t>(dimension_);
  const auto clusters = static_cast<std::size_t>(clusters_);
  const auto count = static_cast<std::size_t>(samples_);
  const FloatBuffer centres = random_centres(clusters, dimension, spread_, seed());
  const auto points = [&](std::size_t size, Use use) {
    return random_points(centres, size, clusters, dimension, noise_, seed(), use);
  };
  return {.train = points(count, Use::train), .test = points(std::max(count / 5, clusters), Use::test)};
}

}  // namespace lowband
