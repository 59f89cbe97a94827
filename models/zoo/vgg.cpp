#include "models/zoo/vgg.hpp"

#include <string>

#include "models/layers/batch_normalisation.hpp"
#include "models/layers/convolution.hpp"
#include "models/layers/dropout.hpp"
#include "models/layers/linear.hpp"
#include "models/layers/pooling.hpp"

namespace lowband {

std::unique_ptr<Model> Vgg::vgg11() {
  return std::make_unique<Vgg>(std::vector<std::vector<std::size_t>>{{64}, {128}, {256, 256}, {512, 512}, {512, 512}});
}

std::unique_ptr<Model> Vgg::vgg16() {
  return std::make_unique<Vgg>(
      std::vector<std::vector<std::size_t>>{{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}});
}

void Vgg::parameters(Parameters& parameters) {
  parameters.number("dropout", dropout_, {.least = 0.0, .most = 0.99}, "", "rate of dropout before the dense layer");
}

void Vgg::build(Sequential& network, const Shape& /*sample*/, std::size_t classes) const {
  std::size_t index = 0;  // as nn.Sequential counts, where ReLU is a layer of its own
  const auto next = [&](std::size_t layers) {
    const std::size_t first = index;
    index += layers;
    return "features." + std::to_string(first);
  };
  for (const auto& group : groups_) {
    for (const std::size_t channels : group) {
      network.add<Convolution>(next(1), Convolution::Settings{.channels = channels, .bias = true});
      network.add<BatchNormalisation>(next(2), Activation::relu);
    }
    network.add<Pooling>(next(1), Pooling::Kind::max, 2, 2);
  }
  if (dropout_ > 0.0) network.add<Dropout>("dropout", dropout_);
  network.add<Linear>("classifier", classes);
}

}  // namespace lowband
