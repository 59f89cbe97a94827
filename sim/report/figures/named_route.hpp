// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lowband {

/// The names of the links from one node to another, in the order in which a message crosses them.
struct NamedRoute {
  int from = 0;  ///< ranks
  int to = 0;
  std::vector<std::string> links;
};

}  // namespace lowband
