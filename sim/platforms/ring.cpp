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

}  // namespace lowband
