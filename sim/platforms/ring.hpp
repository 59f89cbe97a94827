// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/platforms/equal_hosts_platform.hpp"

namespace lowband {

/// Worker i has a full-duplex link to worker i + 1, the last one to worker 0. A message takes the shorter way round
/// and crosses one link per hop; where both are as long, it takes the one upwards.
class RingPlatform final : public EqualHostsPlatform {
 public:
  [[nodiscard]] GeneratedPlatform platform(const Place& place) const override;
  [[nodiscard]] std::vector<LinkNames> link_names() const override;
};

}  // namespace lowband
