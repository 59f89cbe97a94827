// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/platforms/equal_hosts_platform.hpp"

namespace lowband {

/// Racks or sites of workers. Within a site a message crosses the links of two workers; between sites also the uplinks
/// of both sites, which all workers of a site share. The core between the uplinks never congests.
///
/// Workers are spread evenly: consecutive ones share a site, the first sites have one more where it does not come out.
class TwoTierPlatform final : public EqualHostsPlatform {
 public:
  [[nodiscard]] GeneratedPlatform platform(const Place& place) const override;
  [[nodiscard]] std::vector<LinkNames> link_names() const override;

 private:
  void own_parameters(Parameters& parameters) override;

  std::optional<int> sites_;
  std::string uplink_bandwidth_ = "1Gbps";
  std::string uplink_latency_ = "500us";
};

}  // namespace lowband
