// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/dragonfly.hpp"
#include "sim/platforms/dumbbell.hpp"
#include "sim/platforms/fat_tree.hpp"
#include "sim/platforms/matrix.hpp"
#include "sim/platforms/platform_generator.hpp"
#include "sim/platforms/ring.hpp"
#include "sim/platforms/star.hpp"
#include "sim/platforms/torus.hpp"
#include "sim/platforms/two_tier.hpp"
#include "sim/platforms/wan.hpp"

namespace lowband {

const Registry<PlatformGenerator>& platform_generators() {
  static const Registry<PlatformGenerator> registry(
      "platform", "name",
      {
          {"star", "workers around one switch that never congests", "", std::make_unique<StarPlatform>},
          {"ring", "links between neighbours; what goes further passes those between", "",
           std::make_unique<RingPlatform>},
          {"dumbbell", "two switches and a line between them that all cross traffic shares", "",
           std::make_unique<DumbbellPlatform>},
          {"torus", "a grid of any dimensions whose ends meet", "", std::make_unique<TorusPlatform>},
          {"fat-tree", "levels of switches, with as many links up as down or fewer",
           "Leiserson, IEEE Trans. Computers 1985", std::make_unique<FatTreePlatform>},
          {"dragonfly", "groups of fully connected routers, each group linked to every other", "Kim et al., ISCA 2008",
           std::make_unique<DragonflyPlatform>},
          {"two-tier", "racks or sites of workers behind thin uplinks to a core", "",
           std::make_unique<TwoTierPlatform>},
          {"wan", "sites on the globe or in a graph, with latencies from their distances",
           "Marfoq et al., NeurIPS 2020, for the rule", std::make_unique<WanPlatform>},
          {"matrix", "sites between which latency and bandwidth were measured, from tables of them", "",
           std::make_unique<MatrixPlatform>},
      });
  return registry;
}

}  // namespace lowband
