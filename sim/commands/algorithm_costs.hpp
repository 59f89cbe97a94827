// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/predict/prediction.hpp"

namespace lowband {

/// The predictions of all algorithms in one scenario, in their order: of all workers, or of all in the mean.
using PredictionsOfScenario = std::vector<Prediction>;

/// What closed forms tell of each scenario, in their order; of so many of the first ones as can be asked in about 3
/// seconds.
[[nodiscard]] std::vector<PredictionsOfScenario> scenario_predictions(const Experiment& experiment);

/// A table of what algorithms cost: parameters, the operations of a local step, rounds, the bytes of a round of all
/// nodes, bits for each parameter that is exchanged, and the seconds of a round in each scenario; in several parts
/// where scenarios are many. "?" stands for what cannot be told.
[[nodiscard]] std::string cost_table(const Experiment& experiment,
                                     const std::vector<PredictionsOfScenario>& predictions);

}  // namespace lowband
