// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace lowband {

/// A program of a run: the first one of a node, or the one beside it.
struct ProgramId {
  int rank = 0;
  bool is_beside = false;

  /// Its number among those of so many nodes: first programs by rank, then second ones.
  [[nodiscard]] std::size_t number(std::size_t nodes) const noexcept {
    return static_cast<std::size_t>(rank) + (is_beside ? nodes : 0);
  }
};

}  // namespace lowband
