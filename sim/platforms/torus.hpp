// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/platforms/equal_hosts_platform.hpp"

namespace lowband {

/// A grid whose ends meet in every dimension: full-duplex links between neighbours. The first dimension counts
/// fastest: in 4 x 3, worker i stands at column i mod 4 of row i / 4. A message is routed dimension by dimension, each
/// the shorter way round, and crosses one link per hop.
class TorusPlatform final : public EqualHostsPlatform {
 public:
  [[nodiscard]] GeneratedPlatform platform(const Place& place) const override;
  [[nodiscard]] std::vector<LinkNames> link_names() const override;

 private:
  void own_parameters(Parameters& parameters) override;

  std::vector<int> dimensions_;
};

}  // namespace lowband
