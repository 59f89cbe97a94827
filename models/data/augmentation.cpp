// SPDX-License-Identifier: Apache-2.0
#include "models/data/augmentation.hpp"

namespace lowband {

void Augmentation::parameters(Parameters& parameters) {
  parameters.choice("augmentation", kind_,
                    {{"none", "images as they are"},
                     {"crop", "a padded image cut to size at a random place"},
                     {"crop-flip", "the same, then turned over left to right with probability 1/2"}},
                    "random variation of training images");
  parameters.integer("crop_padding", padding_, {.least = 0, .most = 256}, "pixels",
                     "black pixels on each side of an image before it is cut to size");
  parameters.no_effect_if([this] { return varies() ? "" : "without an \"augmentation\" no image is padded"; });
}

void Augmentation::draw(Stream random, std::span<Placement> placements) const {
  const bool flips = kind_ == "crop-flip";
  const auto places = 2 * static_cast<std::uint32_t>(padding_) + 1;
  for (Placement& placement : placements) {
    placement.down = static_cast<int>(random.below(places)) - padding_;
    placement.right = static_cast<int>(random.below(places)) - padding_;
    placement.flipped = flips && random.below(2) == 1;
  }
}

}  // namespace lowband
