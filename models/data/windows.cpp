#include "models/data/windows.hpp"

#include <utility>
#include <vector>

namespace lowband {

void Windows::parameters(Parameters& parameters) {
  parameters.integer("length", length, {.least = 1, .most = 10000}, "symbols",
                     "what a sample has; the symbol after them is to be told");
  parameters.integer("stride", stride, {.least = 1, .most = 1000000}, "symbols",
                     "how much later than a sample the next one begins");
}

Samples Windows::of(std::span<const std::uint8_t> sequence, std::size_t symbols) const {
  const auto size = static_cast<std::size_t>(length);
  std::vector<std::uint8_t> features;
  std::vector<Label> labels;
  for (std::size_t begin = 0; begin + size < sequence.size(); begin += static_cast<std::size_t>(stride)) {
    const auto window = sequence.subspan(begin, size);
    features.insert(features.end(), window.begin(), window.end());
    labels.push_back(sequence[begin + size]);
  }
  const Shape shape{.channels = 1, .height = 1, .width = size, .symbols = symbols};
  return Samples::from_pixels(std::move(features), Labels::of_classes(std::move(labels), static_cast<int>(symbols)),
                              shape, {PixelScale{}});
}

}  // namespace lowband
