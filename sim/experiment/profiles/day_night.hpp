// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/experiment/profiles/profile_source.hpp"

namespace lowband {

/// The load of a day: with x = (t + start) / period the factor is
///
///     night + (day - night) (1 - cos 2 pi x) / 2,
///
/// that of the night at x = 0 and that of the day at x = 1/2, held for period / steps each.
class DayNight final : public ProfileSource {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] StatedProfile make(const Place& place, const ProfileUse& use) const override;

 private:
  double day_ = 0.5;
  double night_ = 1.0;
  double period_s_ = 86400.0;
  double start_s_ = 0.0;
  int steps_ = 24;
};

}  // namespace lowband
