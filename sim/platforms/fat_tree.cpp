// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/fat_tree.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/integers.hpp"

namespace lowband {

namespace {

/// As many links up from a switch as down; a worker has one.
std::vector<int> full_bisection(const std::vector<int>& down) {
  std::vector<int> up{1};
  up.insert(up.end(), down.begin(), down.end() - 1);
  return up;
}

/// Between a level and the one above: as many nodes as there are on the lower one, times those above each, times the
/// links to each of these.
double links(const std::vector<int>& down, const std::vector<int>& up, const std::vector<int>& parallel) {
  double nodes = 1.0;
  for (const int below : down) nodes *= below;
  double links = 0.0;
  for (std::size_t level = 0; level < down.size(); ++level) {
    links += nodes * up[level] * parallel[level];
    nodes *= static_cast<double>(up[level]) / down[level];
  }
  return links;
}

}  // namespace

void FatTreePlatform::own_parameters(Parameters& parameters) {
  parameters.integers("down", down_, {1}, "nodes below a switch, per level from the workers up, such as 4,4");
  parameters.integers("up", up_, {1}, "switches above a node, per level, such as 1,2; unless given, no bottleneck");
  parameters.integers("parallel", parallel_, {1},
                      "links between a node and a switch above it, per level; unless given, 1");
}

GeneratedPlatform FatTreePlatform::platform(const Place& place) const {
  std::vector<int> down = down_;
  if (down.empty()) {
    const int per_switch = root_up(workers(), 2);
    down = {per_switch, divided_up(workers(), per_switch)};
  }
  const auto levels = down.size();
  const std::vector<int> up = up_.empty() ? full_bisection(down) : up_;
  const std::vector<int> parallel = parallel_.empty() ? std::vector<int>(levels, 1) : parallel_;
  const std::string one_per_level = fmt::format("{} numbers, one per level as in --down", levels);
  if (up.size() != levels) (place / "up").expected(one_per_level, up);
  if (parallel.size() != levels) (place / "parallel").expected(one_per_level, parallel);
  const int hosts = hosts_of_shape(product(down), place / "down");
  check_links_of_shape(links(down, up, parallel), place / "up");
  XmlElement tree = cluster("fat-tree", 0, hosts);
  tree.attribute("topology", "FAT_TREE");
  tree.attribute("topo_parameters", fmt::format("{};{};{};{}", levels, fmt::join(down, ","), fmt::join(up, ","),
                                                fmt::join(parallel, ",")));
  return {fmt::format(
              "Fat tree of {} level{}: {}, {} below a switch from the bottom up, {} above a node, each with a {}.{}",
              levels, levels == 1 ? "" : "s", workers_text(), fmt::join(down, " and "), fmt::join(up, " and "),
              link_text(), idle_text(hosts)),
          std::move(tree)};
}

std::vector<LinkNames> FatTreePlatform::link_names() const {
  return {{"link_from_*_UP", "from a worker or switch, the number named first, to a switch above it"},
          {"link_from_*_DOWN", "down from it"}};
}

}  // namespace lowband
