// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "models/zoo/deep_network.hpp"

namespace lowband {

/// A residual network of basic blocks for small images (He et al., CVPR 2016): a convolution of 3 x 3, stages of
/// blocks, each with its number of channels and half the resolution of the one before, global average pooling, and a
/// dense layer. Tensors are called as in PyTorch's models: layer1.0.conv1.weight.
class ResNet final : public DeepNetwork {
 public:
  struct Stage {
    std::size_t channels;
    std::size_t blocks;
  };

  /// `shortcut`: the option where none is chosen.
  ResNet(std::vector<Stage> stages, std::string shortcut);

  void parameters(Parameters& parameters) override;
  [[nodiscard]] bool has_buffers() const override { return normalisation_ == "batch"; }

  /// Section 4.2: three stages of 16, 32 and 64 channels with (depth - 2) / 6 blocks each; option A by default.
  [[nodiscard]] static std::unique_ptr<Model> cifar(std::size_t depth);
  /// Table 1's 18 layers with a stem for images of 32 x 32, as is usual for CIFAR-10: no pooling, and a first
  /// convolution of 3 x 3 at full resolution; option B by default.
  [[nodiscard]] static std::unique_ptr<Model> resnet18();

 protected:
  [[nodiscard]] Json layers(const Shape& sample, const LabelShape& labels) const override;

 private:
  [[nodiscard]] Json normalisation(const std::string& name) const;
  /// A basic block (figure 2), which halves the resolution where the shape changes (section 4.2).
  [[nodiscard]] Json block(const std::string& name, std::size_t channels, bool changes_shape) const;

  std::vector<Stage> stages_;
  std::string shortcut_;
  std::string normalisation_ = "batch";
  int groups_ = 8;
};

}  // namespace lowband
