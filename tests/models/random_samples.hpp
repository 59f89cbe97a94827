// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/data/samples.hpp"
#include "sim/base/random.hpp"

namespace lowband {

/// Random samples, and labels of the kind that `told` is.
struct RandomSamples {
  RandomSamples(const Shape& sample, const LabelShape& told, std::size_t samples, std::uint64_t seed = 3)
      : features(samples * sample.size()), shape(told) {
    Stream random(seed, Purpose::data, 0, 0);
    for (float& feature : features) {
      feature = sample.symbols ? static_cast<float>(random.below(static_cast<std::uint32_t>(*sample.symbols)))
                               : random.normal();
    }
    for (std::size_t i = 0; i < samples * told.per_sample; ++i) {
      if (told.classes > 0) {
        labels.push_back(random.below(static_cast<std::uint32_t>(told.classes)));
      } else {
        values.push_back(random.normal());
      }
    }
  }
  [[nodiscard]] Batch batch() const {
    return {.features = features, .labels = labels, .values = values, .labels_per_sample = shape.per_sample};
  }

  std::vector<float> features;
  std::vector<Label> labels;
  std::vector<float> values;
  LabelShape shape;
};

}  // namespace lowband
