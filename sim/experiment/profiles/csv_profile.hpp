// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/experiment/profiles/profile_source.hpp"

namespace lowband {

/// Points from a CSV file, such as a measured trace: a header time_s,factor and a line per point.
class CsvProfile final : public ProfileSource {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] StatedProfile make(const Place& place, const ProfileUse& use) const override;

 private:
  std::string file_;
  std::optional<double> period_s_;
};

}  // namespace lowband
