#pragma once

#include <cstdint>
#include <functional>

#include "sim/algorithms/algorithm.hpp"
#include "sim/algorithms/observer.hpp"
#include "sim/algorithms/problem.hpp"
#include "sim/algorithms/training_settings.hpp"

namespace lowband {

/// Parallel restarted SGD on one worker: `settings.iterations` local steps, a synchronisation after every
/// `algorithm.period()` of them and after the last. Returns what the worker has learned when it is done. Throws
/// Diverged, naming worker and iteration, if a batch's loss is not finite.
LearnedModel train(Worker& worker, const Problem& problem, const Algorithm& algorithm, const TrainingSettings& settings,
                   Observer& observer);

}  // namespace lowband
