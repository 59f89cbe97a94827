// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/network.hpp"

namespace lowband {

Network::Network() : loss_(read_named(losses(), "cross-entropy", Place("defaults"))) {}

void Network::parameters(Parameters& parameters) {
  listed_.declare(parameters, "from the input to the outputs", Parameters::Need::required);
  declare_component(parameters, "loss", loss_, losses(), "what training minimises");
}

void Network::check(const Place& /*place*/) {
  Parameters declared;
  listed_.declare(declared, "");
  list_ = declared.values()["layers"];
}

Json Network::layers(const Shape& /*sample*/, const LabelShape& /*labels*/) const { return list_; }

}  // namespace lowband
