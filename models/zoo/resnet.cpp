#include "models/zoo/resnet.hpp"

#include <fmt/format.h>

#include <utility>

#include "models/layers/convolution.hpp"
#include "models/layers/linear.hpp"
#include "models/layers/pooling.hpp"

namespace lowband {

ResNet::ResNet(std::vector<Stage> stages, Shortcut shortcut)
    : stages_(std::move(stages)), shortcut_(shortcut == Shortcut::padding ? "A" : "B") {}

std::unique_ptr<Model> ResNet::cifar(std::size_t depth) {
  const std::size_t blocks = (depth - 2) / 6;
  return std::make_unique<ResNet>(std::vector<Stage>{{16, blocks}, {32, blocks}, {64, blocks}}, Shortcut::padding);
}

std::unique_ptr<Model> ResNet::resnet18() {
  return std::make_unique<ResNet>(std::vector<Stage>{{64, 2}, {128, 2}, {256, 2}, {512, 2}}, Shortcut::projection);
}

void ResNet::parameters(Parameters& parameters) {
  parameters.choice("shortcut", shortcut_,
                    {{"A", "every second pixel, and zeros in new channels"}, {"B", "a convolution of 1 x 1"}},
                    "where the shape changes");
  parameters.choice("normalisation", normalisation_,
                    {{"batch", "over the samples of a batch"}, {"group", "over groups of a sample's channels"}},
                    "after every convolution");
  parameters.integer("groups", groups_, {.least = 1, .most = 64}, "", "of channels, for group normalisation");
  parameters.no_effect_if([this] { return has_buffers() ? "batch normalisation has no groups" : ""; });
}

void ResNet::build(Sequential& network, const Shape& /*sample*/, std::size_t classes) const {
  const Shortcut shortcut = shortcut_ == "A" ? Shortcut::padding : Shortcut::projection;
  const Normalisation normalisation{normalisation_ == "group" ? static_cast<std::size_t>(groups_) : 0};
  network.add<Convolution>("conv1", Convolution::Settings{.channels = stages_.front().channels});
  network.add("bn1", normalisation.layer(Activation::relu));
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    for (std::size_t block = 0; block < stages_[i].blocks; ++block) {
      const std::size_t stride = i > 0 && block == 0 ? 2 : 1;
      network.add<ResidualBlock>(fmt::format("layer{}.{}", i + 1, block), stages_[i].channels, stride, shortcut,
                                 normalisation);
    }
  }
  network.add<GlobalAveragePooling>("pool");
  network.add<Linear>("fc", classes);
}

}  // namespace lowband
