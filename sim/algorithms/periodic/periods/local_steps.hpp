// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// `local_steps` of an algorithm: K, or how K changes in the course of training.
class LocalSteps {
 public:
  /// K = 1.
  LocalSteps();

  /// Declares it: an integer, or a component of periods().
  void declare(Parameters& parameters, std::string name, std::string help);

  [[nodiscard]] const Period& period() const noexcept { return *period_; }

 private:
  Named<Period> period_;  ///< a constant one has no name
};

}  // namespace lowband
