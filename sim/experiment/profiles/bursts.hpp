// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sim/experiment/profiles/profile_source.hpp"

namespace lowband {

/// Load that comes and goes: the factor is 1, and in bursts another one. The times between bursts and their lengths
/// are exponentially distributed, drawn from a stream of `seed`: the same seed, the same bursts, for every link of the
/// change. The bursts of one period are drawn, and repeat.
class Bursts final : public ProfileSource {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] StatedProfile make(const Place& place, const ProfileUse& use) const override;

 private:
  double factor_ = 0.1;
  double every_s_ = 60.0;
  double length_s_ = 10.0;
  double period_s_ = 3600.0;
  std::uint64_t seed_ = 1;
};

}  // namespace lowband
