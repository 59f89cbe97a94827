#pragma once

#include <string>
#include <vector>

#include "sim/base/parameters.hpp"
#include "sim/engine/platform.hpp"

namespace lowband {

/// A setting of the platform's links under which every algorithm runs.
struct Scenario {
  std::string name;
  std::vector<LinkChange> links;  ///< applied in order; a later change of the same link wins

  void parameters(Parameters& parameters);
};

/// States the network: the name of a preset, or an object {"preset": NAME, SIMGRID_KEY: VALUE, ...}.
void state_network(Parameters& parameters, NetworkSettings& network);

}  // namespace lowband
