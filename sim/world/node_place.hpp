// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace lowband {

/// Where a node is that is no worker, and what it is there for.
struct NodePlace {
  std::string role;    ///< "server"
  std::string host{};  ///< its name; empty: that of `beside`, or else the next one of the file that has no node
  std::optional<int> beside{};  ///< a rank: on the same host as this node, whose core it shares
};

}  // namespace lowband
