// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "sim/predict/prediction.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

/// What runs have shown of what a prediction tells, in the mean over seeds.
struct Measurement {
  double round_s = 0.0;      ///< simulated seconds of a run over its rounds
  double utilisation = 0.0;  ///< of the prediction's busiest link
  std::string why_none{};    ///< why there is no measurement; "" if there is

  [[nodiscard]] bool is_known() const noexcept { return why_none.empty(); }
};

/// The measurement that goes with a prediction of this algorithm; of runs that have not diverged.
[[nodiscard]] Measurement measured(const Prediction& prediction, const Algorithm& algorithm,
                                   std::span<const RunGroup> groups);

}  // namespace lowband
