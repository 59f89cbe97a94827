// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "models/layers/activation.hpp"
#include "models/layers/layer.hpp"

namespace lowband {

/// Group normalisation (Wu & He, ECCV 2018, section 3): y = weight (x - mean) / sqrt(variance + 1e-5) + bias, with mean
/// and variance over the pixels of a group of channels in one sample. It does the same in training and evaluation and
/// keeps no statistics, so workers with different data have none to disagree on. Its parameters are weight [channels],
/// 1 at first, and bias [channels], 0 at first.
class GroupNormalisation final : public Layer {
 public:
  explicit GroupNormalisation(std::size_t groups, Activation activation = Activation::none)
      : groups_(groups), activation_(activation) {}

  void parameters(Parameters& parameters) override;
  /// Throws UsageError unless `groups` divides the channels.
  Shape bind(const Shape& input) override;
  void list(const std::string& name, Inventory& inventory) const override;
  void initialise(std::span<float>& parameters, Stream& random) const override;
  [[nodiscard]] bool take_relu() override {
    activation_ = Activation::relu;
    return true;
  }
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  std::size_t groups_;
  Activation activation_;
  std::size_t channels_ = 0;
};

}  // namespace lowband
