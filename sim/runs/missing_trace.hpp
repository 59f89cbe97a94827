#pragma once

#include <string>

#include "sim/results/results_folder.hpp"
#include "sim/runs/trial.hpp"

namespace lowband {

/// Why `results`, of `experiment`, have no trace of the algorithm and seed of `trial`.
[[nodiscard]] std::string reason_for_none(const Trial& trial, const Experiment& experiment,
                                          const ResultsFolder& results);

}  // namespace lowband
