// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// More hosts and junctions than that are no picture.
inline constexpr std::size_t most_platform_nodes = 400;

/// The hosts of a run, each once, and who is on them.
struct PlatformHosts {
  std::vector<std::string> names;
  std::vector<std::vector<int>> ranks;  ///< of the nodes on each
  std::vector<bool> has_worker;
  std::vector<std::size_t> of_node;  ///< by rank

  [[nodiscard]] std::size_t size() const noexcept { return names.size(); }
};

/// Those of `nodes`, which stand by rank.
[[nodiscard]] PlatformHosts hosts_of(std::span<const Timeline::Node> nodes);

/// "412 hosts and junctions are too many for a picture"; "" if they are not.
[[nodiscard]] std::string too_many(std::size_t platform_nodes);

}  // namespace lowband
