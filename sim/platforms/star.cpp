// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/star.hpp"

#include <fmt/format.h>

namespace lowband {

GeneratedPlatform StarPlatform::platform(const Place& /*place*/) const {
  return {fmt::format("Star: {} around one switch that never congests, with a {} each.", workers_text(), link_text()),
          cluster("star", 0, workers())};
}

std::vector<LinkNames> StarPlatform::link_names() const { return worker_link_names("star"); }

}  // namespace lowband
