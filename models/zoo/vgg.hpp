// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "models/zoo/deep_network.hpp"

namespace lowband {

/// A VGG network (Simonyan & Zisserman, ICLR 2015, table 1) in the form that is usual for CIFAR-10: convolutions of
/// 3 x 3, each with batch normalisation and ReLU, max pooling of 2 x 2 after each of five groups, and one dense layer.
/// Tensors are called as in PyTorch's models: features.0.weight, features.1.weight, ..., classifier.weight.
class Vgg final : public DeepNetwork {
 public:
  /// The channels of the convolutions, group by group.
  explicit Vgg(std::vector<std::vector<std::size_t>> groups) : groups_(std::move(groups)) {}

  void parameters(Parameters& parameters) override;
  [[nodiscard]] bool has_buffers() const override { return true; }

  [[nodiscard]] static std::unique_ptr<Model> vgg11();  ///< configuration A
  [[nodiscard]] static std::unique_ptr<Model> vgg16();  ///< configuration D

 protected:
  [[nodiscard]] Json layers(const Shape& sample, const LabelShape& labels) const override;

 private:
  std::vector<std::vector<std::size_t>> groups_;
  double dropout_ = 0.0;
};

}  // namespace lowband
