// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/experiment/profiles/profile_source.hpp"

namespace lowband {

/// Points as they stand in the experiment file: [[TIME, FACTOR], ...].
class ListedPoints final : public ProfileSource {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] StatedProfile make(const Place& place, const ProfileUse& use) const override;

 private:
  Profile profile_;
};

}  // namespace lowband
