// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "sim/experiment/profiles/profile_source.hpp"
#include "sim/results/data_table.hpp"

namespace lowband {

/// What was measured over time, from a DataTable: bandwidths, latencies or speeds in units of their own, each from its
/// time on, or for its duration. The first begins with the simulation. A bandwidth or a speed of 0 is an outage, in
/// which what is under way stands still.
///
/// The values take the place of what the platform has: the value of the quantity is the mean over the time of the
/// trace, and the factors are the values divided by it. Where the last value has no end, it counts for as long as the
/// one before.
class Trace final : public ProfileSource {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] StatedProfile make(const Place& place, const ProfileUse& use) const override;

 private:
  /// A value, and how long it lasts.
  struct Step {
    double value = 0.0;
    double seconds = 0.0;
  };
  [[nodiscard]] std::vector<Step> steps(const DataTable& table, Dimension dimension) const;
  [[nodiscard]] std::size_t value_column(const DataTable& table, Dimension dimension) const;

  std::string file_;
  std::string column_;
  std::string unit_;
  std::string time_;
  std::string duration_;
  std::string time_unit_;
  bool repeat_ = false;
};

}  // namespace lowband
