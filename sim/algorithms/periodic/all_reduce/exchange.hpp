// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

#include "sim/base/coordinate_range.hpp"

namespace lowband {

/// One use of a collective, by the sizes of its messages alone: what a dry run needs.
struct Exchange {
  std::size_t coordinates = 0;  ///< of the vector
  bool is_gathered = false;     ///< every worker's message goes to everybody unchanged, rather than being reduced
  /// Bytes of payload of the partial result of `range`, that of `contributions` workers; of a message that is gathered,
  /// if that is the whole vector of one worker. Where they depend on the values, a mean.
  std::function<double(CoordinateRange range, int contributions)> bytes;

  /// A reduction of so many floats in full precision.
  [[nodiscard]] static Exchange of_floats(std::size_t count) {
    return {count, false, [](CoordinateRange range, int /*contributions*/) {
              return static_cast<double>(range.size * sizeof(float));
            }};
  }
};

}  // namespace lowband
