// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/nested_boxes.hpp"

namespace lowband {

std::vector<std::optional<std::size_t>> enclosing_boxes(const std::vector<Timeline::Box>& boxes) {
  std::vector<std::optional<std::size_t>> enclosing;
  enclosing.reserve(boxes.size());
  std::optional<std::size_t> innermost;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    while (innermost && boxes[*innermost].end_s <= boxes[i].begin_s) innermost = enclosing[*innermost];
    enclosing.push_back(innermost);
    innermost = i;
  }
  return enclosing;
}

}  // namespace lowband
