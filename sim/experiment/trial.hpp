#pragma once

#include <cstdint>
#include <string>

#include "sim/experiment/experiment.hpp"
#include "sim/experiment/progress.hpp"
#include "sim/results/run_record.hpp"

namespace lowband {

/// One run of an experiment: an algorithm in a scenario with a seed.
struct Trial {
  const Algorithm& algorithm;
  std::string paradigm;
  const Scenario& scenario;
  std::uint64_t seed = 1;
};

/// Runs `trial` in this process, which must not have run one before. The experiment's model is bound to `data`.
[[nodiscard]] RunRecord run_trial(const Experiment& experiment, const Trial& trial, const Data& data,
                                  const Shares& shares, int threads, Progress& progress);

}  // namespace lowband
