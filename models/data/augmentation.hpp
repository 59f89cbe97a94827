// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "models/data/placement.hpp"
#include "sim/base/parameters.hpp"
#include "sim/base/random.hpp"

namespace lowband {

/// How training images are varied each time they are drawn, as usual for CIFAR-10 (He et al., CVPR 2016, section 4.2):
/// padded by black pixels on all sides, cut to their own size at a random place, and turned over left to right with
/// probability 1/2.
class Augmentation {
 public:
  /// Declares `augmentation` and `crop_padding`, bound to this object.
  void parameters(Parameters& parameters);

  /// Whether it does anything; if not, draw() need not be called.
  [[nodiscard]] bool varies() const noexcept { return kind_ != "none"; }

  /// Draws a place for each image of a batch: `down` and `right` uniform on {-crop_padding, ..., crop_padding}.
  void draw(Stream random, std::span<Placement> placements) const;

 private:
  std::string kind_ = "none";
  int padding_ = 4;
};

}  // namespace lowband
