// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/platforms/equal_hosts_platform.hpp"

namespace lowband {

/// Two sites, west and east, that one full-duplex line joins. The first half of the workers is in the west (one more
/// where their number is odd). All that crosses from one side to the other shares the line: the place to see
/// contention.
class DumbbellPlatform final : public EqualHostsPlatform {
 public:
  [[nodiscard]] GeneratedPlatform platform(const Place& place) const override;
  [[nodiscard]] std::vector<LinkNames> link_names() const override;

 private:
  void own_parameters(Parameters& parameters) override;

  std::string backbone_bandwidth_ = "1Gbps";
  std::string backbone_latency_ = "5ms";
};

}  // namespace lowband
