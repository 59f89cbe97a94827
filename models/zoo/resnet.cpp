// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/resnet.hpp"

#include <fmt/format.h>

#include <utility>

namespace lowband {

namespace {

/// Without a bias, which a normalisation would take off again.
Json convolution(const std::string& name, std::size_t channels, std::size_t kernel, std::size_t stride) {
  return {{"layer", "convolution"}, {"name", name},          {"channels", channels}, {"kernel", kernel},
          {"stride", stride},       {"padding", kernel / 2}, {"bias", false}};
}

}  // namespace

ResNet::ResNet(std::vector<Stage> stages, std::string shortcut)
    : stages_(std::move(stages)), shortcut_(std::move(shortcut)) {}

std::unique_ptr<Model> ResNet::cifar(std::size_t depth) {
  const std::size_t blocks = (depth - 2) / 6;
  return std::make_unique<ResNet>(std::vector<Stage>{{16, blocks}, {32, blocks}, {64, blocks}}, "A");
}

std::unique_ptr<Model> ResNet::resnet18() {
  return std::make_unique<ResNet>(std::vector<Stage>{{64, 2}, {128, 2}, {256, 2}, {512, 2}}, "B");
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

Json ResNet::normalisation(const std::string& name) const {
  if (has_buffers()) return {{"layer", "batch-normalisation"}, {"name", name}};
  return {{"layer", "group-normalisation"}, {"name", name}, {"groups", groups_}};
}

Json ResNet::block(const std::string& name, std::size_t channels, bool changes_shape) const {
  const std::size_t stride = changes_shape ? 2 : 1;
  Json residual = Json::array({convolution("conv1", channels, 3, stride), normalisation("bn1"), "relu",
                               convolution("conv2", channels, 3, 1), normalisation("bn2")});
  Json shortcut = Json::array();
  if (changes_shape && shortcut_ == "A") {
    shortcut.push_back({{"layer", "padding-shortcut"}, {"channels", channels}, {"stride", stride}});
  } else if (changes_shape) {
    shortcut = Json::array({convolution("0", channels, 1, stride), normalisation("1")});
  }
  return {{"layer", "residual"}, {"name", name}, {"layers", std::move(residual)}, {"shortcut", std::move(shortcut)}};
}

Json ResNet::layers(const Shape& /*sample*/, const LabelShape& labels) const {
  Json list = Json::array({convolution("conv1", stages_.front().channels, 3, 1), normalisation("bn1"), "relu"});
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    for (std::size_t number = 0; number < stages_[i].blocks; ++number) {
      list.push_back(block(fmt::format("layer{}.{}", i + 1, number), stages_[i].channels, i > 0 && number == 0));
      list.push_back("relu");
    }
  }
  list.push_back("global-average-pooling");
  list.push_back({{"layer", "dense"}, {"name", "fc"}, {"units", labels.classes}});
  return list;
}

}  // namespace lowband
