// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "models/data/samples.hpp"
#include "sim/base/parameters.hpp"

namespace lowband {

/// How samples are cut out of a sequence of symbols: `length` of them, to which the one that follows is the label, or,
/// if those of "each" are, to each symbol the one after it; the next sample begins `stride` symbols later.
struct Windows {
  int length = 80;
  int stride = 1;
  std::string labels = "last";

  void parameters(Parameters& parameters);

  /// Symbols that the smallest sample needs.
  [[nodiscard]] std::size_t least() const noexcept { return static_cast<std::size_t>(length) + 1; }
  /// All that fit into `sequence`, of at least least() symbols below `symbols` <= 256. A sample has the shape 1 x 1 x
  /// length, a feature is the number of a symbol, a class that of a label.
  [[nodiscard]] Samples of(std::span<const std::uint8_t> sequence, std::size_t symbols) const;
};

}  // namespace lowband
