// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lowband {

/// A window of an image's own size, over the image with black all around it: pixel (y, x) of the window is pixel
/// (y + down, x + right) of the image, or black where that has none. If `flipped`, the window is then turned over,
/// left to right.
struct Placement {
  int down = 0;
  int right = 0;
  bool flipped = false;
};

}  // namespace lowband
