// SPDX-License-Identifier: Apache-2.0
#include "models/data/windows.hpp"

#include <utility>
#include <vector>

namespace lowband {

void Windows::parameters(Parameters& parameters) {
  parameters.integer("length", length, {.least = 1, .most = 10000}, "symbols", "in a sample");
  parameters.integer("stride", stride, {.least = 1, .most = 1000000}, "symbols",
                     "from the beginning of a sample to that of the next");
  parameters.choice("labels", labels,
                    {{"last", "the one after a sample"}, {"each", "the one after each of its symbols"}},
                    "which symbols are to be predicted");
}

Samples Windows::of(std::span<const std::uint8_t> sequence, std::size_t symbols) const {
  const auto size = static_cast<std::size_t>(length);
  const std::size_t per_sample = labels == "each" ? size : 1;
  std::vector<std::uint8_t> features;
  std::vector<Label> told;
  for (std::size_t begin = 0; begin + size < sequence.size(); begin += static_cast<std::size_t>(stride)) {
    const auto window = sequence.subspan(begin, size);
    features.insert(features.end(), window.begin(), window.end());
    const auto after = sequence.subspan(labels == "each" ? begin + 1 : begin + size).first(per_sample);
    told.insert(told.end(), after.begin(), after.end());
  }
  const Shape shape{.channels = 1, .height = 1, .width = size, .symbols = symbols};
  return Samples::from_pixels(std::move(features),
                              Labels::of_classes(std::move(told), static_cast<int>(symbols), per_sample), shape,
                              {PixelScale{}});
}

}  // namespace lowband
