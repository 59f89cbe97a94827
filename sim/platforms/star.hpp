// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/platforms/equal_hosts_platform.hpp"

namespace lowband {

/// One switch that never congests; from worker to worker a message crosses the link of each.
class StarPlatform final : public EqualHostsPlatform {
 public:
  [[nodiscard]] GeneratedPlatform platform(const Place& place) const override;
  [[nodiscard]] std::vector<LinkNames> link_names() const override;
};

}  // namespace lowband
