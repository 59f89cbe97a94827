#include "sim/topology/complete.hpp"
#include "sim/topology/edge_list.hpp"
#include "sim/topology/ring.hpp"
#include "sim/topology/star.hpp"
#include "sim/topology/topology.hpp"
#include "sim/topology/torus.hpp"

namespace lowband {

const Registry<Topology>& topologies() {
  static const Registry<Topology> registry(
      "topology", "name",
      {
          {"ring", "every worker talks to the two beside it", "", std::make_unique<Ring>},
          {"torus", "a grid whose rows and columns close: every worker talks to four", "", std::make_unique<Torus>},
          {"complete", "every worker talks to every other", "", std::make_unique<Complete>},
          {"star", "worker 0 talks to all, the others to worker 0 alone", "", std::make_unique<Star>},
          {"edge-list", "the edges as listed", "", std::make_unique<EdgeList>},
      });
  return registry;
}

}  // namespace lowband
