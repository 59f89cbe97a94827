#include "models/zoo/lenet5.hpp"

#include "models/layers/convolution.hpp"
#include "models/layers/linear.hpp"
#include "models/layers/pooling.hpp"
#include "models/layers/relu.hpp"

namespace lowband {

void LeNet5::build(Sequential& network, const Shape& sample, std::size_t classes) const {
  const std::size_t padding = sample.height <= 28 ? 2 : 0;
  network.add<Convolution>("conv1",
                           Convolution::Settings{.channels = 6, .kernel = 5, .padding = padding, .bias = true});
  network.add<ReLU>("relu1");
  network.add<Pooling>("pool1", Pooling::Kind::max, 2, 2);
  network.add<Convolution>("conv2", Convolution::Settings{.channels = 16, .kernel = 5, .padding = 0, .bias = true});
  network.add<ReLU>("relu2");
  network.add<Pooling>("pool2", Pooling::Kind::max, 2, 2);
  network.add<Linear>("fc1", 120);
  network.add<ReLU>("relu3");
  network.add<Linear>("fc2", 84);
  network.add<ReLU>("relu4");
  network.add<Linear>("fc3", classes);
}

}  // namespace lowband
