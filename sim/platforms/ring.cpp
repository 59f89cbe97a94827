// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/ring.hpp"

#include <fmt/format.h>

namespace lowband {

GeneratedPlatform RingPlatform::platform(const Place& /*place*/) const {
  XmlElement ring = cluster("ring", 0, workers());
  ring.attribute("topology", "TORUS").attribute("topo_parameters", std::to_string(workers()));
  return {fmt::format("Ring: {} with a {} between neighbours, crossed hop by hop on the shorter way round.",
                      workers_text(), link_text()),
          std::move(ring)};
}

std::vector<LinkNames> RingPlatform::link_names() const {
  return {{"ring_link_from_*_to_*_UP", "from the worker named first to the next"},
          {"ring_link_from_*_to_*_DOWN", "back from it"}};
}

}  // namespace lowband
