// SPDX-License-Identifier: Apache-2.0
#include "models/data/synthetic_images.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/base/random.hpp"

namespace lowband {

namespace {

/// Tells the streams of one data set apart (the place of the worker's number).
enum Use : std::uint32_t { patterns, train, test };

constexpr std::size_t frequencies = 5;  ///< cosines per direction in a pattern
constexpr std::size_t shifts = 3;       ///< positions of an image per direction
constexpr float grey = 40.0F;           ///< levels per standard deviation of a pattern

/// Prototypes larger than an image by the range of its shifts: a shifted image is a cut-out.
class Prototypes {
 public:
  Prototypes(std::size_t count, std::size_t side, std::uint64_t seed) : side_(side + shifts - 1) {
    values_.resize(count * side_ * side_);
    for (std::size_t i = 0; i < count; ++i)
      fill(i, Stream(seed, Purpose::data, Use::patterns, static_cast<std::uint32_t>(i)));
  }

  /// Row `row` of prototype `prototype`.
  [[nodiscard]] const float* row(std::size_t prototype, std::size_t row) const {
    return values_.data() + (prototype * side_ + row) * side_;
  }

 private:
  /// A sum of products of cosines with random amplitudes, of mean 0 and mean square 1.
  void fill(std::size_t prototype, Stream random) {
    std::vector<double> cosines(frequencies * side_);
    for (std::size_t f = 0; f < frequencies; ++f) {
      for (std::size_t x = 0; x < side_; ++x) {
        const double phase = (static_cast<double>(x) + 0.5) / static_cast<double>(side_);
        cosines[f * side_ + x] = std::cos(std::numbers::pi * static_cast<double>(f) * phase);
      }
    }
    std::vector<double> pattern(side_ * side_);
    for (std::size_t f = 1; f < frequencies * frequencies; ++f) {
      const auto amplitude = static_cast<double>(random.normal());
      const double* const vertical = cosines.data() + f / frequencies * side_;
      const double* const horizontal = cosines.data() + f % frequencies * side_;
      for (std::size_t y = 0; y < side_; ++y) {
        for (std::size_t x = 0; x < side_; ++x) pattern[y * side_ + x] += amplitude * vertical[y] * horizontal[x];
      }
    }
    double squared = 0.0;
    for (const double value : pattern) squared += value * value;
    const double scale = std::sqrt(static_cast<double>(pattern.size()) / squared);
    for (std::size_t k = 0; k < pattern.size(); ++k) {
      values_[prototype * pattern.size() + k] = static_cast<float>(pattern[k] * scale);
    }
  }

  std::size_t side_;
  std::vector<float> values_;
};

/// Nearly normal, of mean 0 and variance 1, and much cheaper: the sum of the four bytes of one random word.
float noise_of(std::uint32_t word) {
  const std::uint32_t sum = (word & 0xFFU) + (word >> 8U & 0xFFU) + (word >> 16U & 0xFFU) + (word >> 24U);
  constexpr float mean = 510.0F;
  constexpr float deviation = 147.80054F;  // sqrt(4 (256^2 - 1) / 12)
  return (static_cast<float>(sum) - mean) * (1.0F / deviation);
}

/// What an image is made of.
struct Recipe {
  std::size_t prototype;
  std::size_t blended;
  float share;     ///< of the blended prototype
  float contrast;  ///< in grey levels
  float noise;     ///< in grey levels
  std::size_t top;
  std::size_t left;
};

/// One channel of an image.
void draw(const Prototypes& prototypes, const Recipe& recipe, const Shape& shape, std::size_t channel, Stream& random,
          std::uint8_t* pixel) {
  const std::size_t side = shape.width;
  for (std::size_t y = 0; y < side; ++y) {
    const float* const own = prototypes.row(recipe.prototype * shape.channels + channel, recipe.top + y) + recipe.left;
    const float* const other = prototypes.row(recipe.blended * shape.channels + channel, recipe.top + y) + recipe.left;
    for (std::size_t x = 0; x < side; ++x) {
      const float pattern = recipe.contrast * (own[x] + recipe.share * (other[x] - own[x]));
      const float value = pattern + recipe.noise * noise_of(random());
      constexpr float middle = 128.0F;
      constexpr float to_nearest = 0.5F;
      *pixel++ = static_cast<std::uint8_t>(std::clamp(value + (middle + to_nearest), 0.0F, 255.0F));
    }
  }
}

}  // namespace

void SyntheticImages::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  declare_seed(parameters);
  parameters.integer("train", train_, {.least = 1, .most = 10000000}, "", "training images");
  parameters.integer("test", test_, {.least = 1, .most = 10000000}, "", "test images");
  parameters.integer("side", side_, {.least = 4, .most = 512}, "pixels", "height and width of an image");
  parameters.integer("channels", channels_, {.least = 1, .most = 16}, "",
                     "colours of an image, each with patterns of its own");
  parameters.integer("classes", classes_, {.least = 2, .most = 65536}, "", "classes");
  parameters.integer("prototypes", prototypes_, {.least = 1, .most = 1000}, "",
                     "patterns per class: with more, a linear model falls further behind");
  parameters.number("blend", blend_, {.least = 0.0, .most = 1.0}, "",
                    "largest share of another class in an image: from 0.5 on some images are ambiguous");
  parameters.number("noise", noise_, {.least = 0.0, .most = 100.0}, "",
                    "standard deviation of the noise on a pixel, that of a pattern is 1");
  augmentation_.parameters(parameters);
}

void SyntheticImages::check(const Place& place) {
  if (train_ < classes_) {
    (place / "train").fail(fmt::format("expected at least one image per class ({}), found {}", classes_, train_));
  }
}

Data SyntheticImages::load(const DataFolders& /*folders*/) const {
  const auto side = static_cast<std::size_t>(side_);
  const Shape shape{static_cast<std::size_t>(channels_), side, side};
  const auto classes = static_cast<std::uint32_t>(classes_);
  const auto per_class = static_cast<std::uint32_t>(prototypes_);
  const Prototypes prototypes(std::size_t{classes} * per_class * shape.channels, side, seed());
  const auto generate = [&](int count, Use use) {
    const auto images = static_cast<std::uint32_t>(count);
    std::vector<std::uint8_t> pixels(images * shape.size());
    std::vector<Label> labels(images);
    for (std::uint32_t i = 0; i < images; ++i) {
      Stream random(seed(), Purpose::data, use, i);
      const std::uint32_t label = i % classes;
      const std::uint32_t other = (label + 1 + random.below(classes - 1)) % classes;
      const Recipe recipe{.prototype = label * per_class + random.below(per_class),
                          .blended = other * per_class + random.below(per_class),
                          .share = static_cast<float>(blend_) * random.uniform(),
                          .contrast = grey * (0.7F + 0.6F * random.uniform()),
                          .noise = grey * static_cast<float>(noise_),
                          .top = random.below(std::uint32_t{shifts}),
                          .left = random.below(std::uint32_t{shifts})};
      labels[i] = label;
      for (std::size_t channel = 0; channel < shape.channels; ++channel)
        draw(prototypes, recipe, shape, channel, random, pixels.data() + i * shape.size() + channel * side * side);
    }
    return Samples::from_pixels(std::move(pixels), Labels::of_classes(std::move(labels), classes_), shape,
                                std::vector<PixelScale>(shape.channels, {.scale = 1.0F / 128.0F, .offset = -1.0F}));
  };
  return {.train = generate(train_, Use::train), .test = generate(test_, Use::test), .augmentation = augmentation_};
}

}  // namespace lowband
