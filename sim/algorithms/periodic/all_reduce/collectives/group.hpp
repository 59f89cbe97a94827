// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace lowband {

/// Some workers who do a part of a collective together, as one of them sees it.
struct Group {
  std::vector<int> ranks;          ///< of the members
  std::vector<int> contributions;  ///< of how many workers each member's partial result is at first
  int me = 0;                      ///< index of this worker among the members

  [[nodiscard]] int size() const noexcept { return static_cast<int>(ranks.size()); }
  /// Indices count around: -1 is the last member, size() the first.
  [[nodiscard]] int around(int index) const noexcept { return (index % size() + size()) % size(); }
  [[nodiscard]] int rank(int index) const { return ranks[static_cast<std::size_t>(around(index))]; }
  [[nodiscard]] int contribution(int index) const { return contributions[static_cast<std::size_t>(around(index))]; }

  /// All workers, each with its own vector.
  [[nodiscard]] static Group of_all(int workers, int rank) {
    Group group{{}, std::vector<int>(static_cast<std::size_t>(workers), 1), rank};
    for (int i = 0; i < workers; ++i) group.ranks.push_back(i);
    return group;
  }
};

}  // namespace lowband
