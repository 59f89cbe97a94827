// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "models/layers/layer.hpp"

namespace lowband {

/// The shortcut of option A (He et al., CVPR 2016, section 3.3): of every `stride` rows and pixels the first, and zeros
/// in all channels from those of the input up to `channels`. It has no parameters to learn.
class PaddingShortcut final : public Layer {
 public:
  PaddingShortcut(std::size_t channels, std::size_t stride) : channels_(channels), stride_(stride) {}

  void parameters(Parameters& parameters) override;
  /// Throws UsageError if the input has more channels.
  Shape bind(const Shape& input) override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  std::size_t channels_;
  std::size_t stride_;
};

}  // namespace lowband
