// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "models/layers/activation.hpp"
#include "models/layers/layer.hpp"

namespace lowband {

/// Batch normalisation over samples and pixels (Ioffe & Szegedy, ICML 2015, algorithm 1): per channel
/// y = weight (x - mean) / sqrt(variance + 1e-5) + bias.
///
/// In training mean and variance are those of the batch, and running statistics move towards them by a tenth of the
/// way, the variance as an unbiased estimate (PyTorch's BatchNorm2d). In evaluation the running statistics are used; a
/// negative running variance, which a lossy exchange of buffers can make, counts as 0. Its parameters are weight
/// [channels], 1 at first, and bias [channels], 0 at first; its running statistics running_mean, 0 at first, and
/// running_var, 1 at first.
class BatchNormalisation final : public Layer {
 public:
  explicit BatchNormalisation(Activation activation = Activation::none) : activation_(activation) {}

  Shape bind(const Shape& input) override;
  void list(const std::string& name, Inventory& inventory) const override;
  void initialise(std::span<float>& parameters, Stream& random) const override;
  void initialise_running(std::span<float>& running) const override;
  [[nodiscard]] bool take_relu() override {
    activation_ = Activation::relu;
    return true;
  }
  [[nodiscard]] bool has_running() const override { return true; }
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  Activation activation_;
  std::size_t channels_ = 0;
};

}  // namespace lowband
