// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/bipartite.hpp"
#include "sim/topology/complete.hpp"
#include "sim/topology/directed_exponential.hpp"
#include "sim/topology/directed_ring.hpp"
#include "sim/topology/edge_list.hpp"
#include "sim/topology/exponential.hpp"
#include "sim/topology/hypercube.hpp"
#include "sim/topology/lattice.hpp"
#include "sim/topology/nearest.hpp"
#include "sim/topology/random_graph.hpp"
#include "sim/topology/ring.hpp"
#include "sim/topology/star.hpp"
#include "sim/topology/topology.hpp"
#include "sim/topology/tree.hpp"

namespace lowband {

const Registry<Topology>& topologies() {
  static const Registry<Topology> registry(
      "topology", "name",
      {
          {"ring", "every worker exchanges with the two beside it", "", std::make_unique<Ring>},
          {"torus", "a grid of any dimensions whose ends meet", "", std::make_unique<Torus>},
          {"grid", "a grid of any dimensions with ends", "", std::make_unique<Grid>},
          {"hypercube", "workers whose numbers differ in one binary digit", "", std::make_unique<Hypercube>},
          {"exponential", "workers a power of two apart on a ring",
           "Ying et al., Exponential graph is provably efficient for decentralized deep training, NeurIPS 2021 "
           "(arXiv:2110.13363)",
           std::make_unique<Exponential>},
          {"complete", "every worker exchanges with every other", "", std::make_unique<Complete>},
          {"star", "worker 0 exchanges with all others, these with worker 0 alone", "", std::make_unique<Star>},
          {"tree", "worker 0 is the root, a few workers hang on each", "", std::make_unique<Tree>},
          {"bipartite", "every worker of one side exchanges with every worker of the other", "",
           std::make_unique<Bipartite>},
          {"erdos-renyi", "every pair of workers exchanges with the same probability",
           "Gilbert, Random graphs, Annals of Mathematical Statistics 1959", std::make_unique<ErdosRenyi>},
          {"random-regular", "a random graph in which every worker has the same number of neighbours",
           "Steger & Wormald, Generating random regular graphs quickly, 1999", std::make_unique<RandomRegular>},
          {"small-world", "a ring of near neighbours with some edges led elsewhere",
           "Watts & Strogatz, Collective dynamics of small-world networks, Nature 1998", std::make_unique<SmallWorld>},
          {"directed-ring", "every worker sends to the next one; for methods that push", "",
           std::make_unique<DirectedRing>},
          {"directed-exponential", "every worker sends a power of two further on a ring; for methods that push",
           "Assran et al., Stochastic Gradient Push for Distributed Deep Learning, ICML 2019 (arXiv:1811.10792)",
           std::make_unique<DirectedExponential>},
          {"platform", "the workers that are nearest in the platform by latency", "",
           std::make_unique<NearestTopology>},
          {"edge-list", "the edges as listed", "", std::make_unique<EdgeList>},
      });
  return registry;
}

}  // namespace lowband
