// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/platforms/equal_hosts_platform.hpp"

namespace lowband {

/// A tree of switches, more than one of which stand above each switch: an extended generalized fat tree. Every node of
/// level i-1 (the workers are level 0) has `up`[i-1] switches of level i above it, every switch of level i has
/// `down`[i-1] nodes below it, and `parallel`[i-1] links join each with each. All links are full-duplex with the
/// bandwidth and latency of the workers' links. A message goes up as far as it must, over one of parallel links; which
/// way is decided by its destination alone.
///
/// The number of hosts is the product of `down`; it may be larger than that of workers, who are the first of them.
/// Unless given: two levels, nearly square, and as many links up from a switch as down (full bisection bandwidth).
class FatTreePlatform final : public EqualHostsPlatform {
 public:
  [[nodiscard]] GeneratedPlatform platform(const Place& place) const override;
  [[nodiscard]] std::vector<LinkNames> link_names() const override;

 private:
  void own_parameters(Parameters& parameters) override;

  std::vector<int> down_;
  std::vector<int> up_;
  std::vector<int> parallel_;
};

}  // namespace lowband
