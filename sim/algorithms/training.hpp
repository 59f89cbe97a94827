#pragma once

#include <cstdint>
#include <functional>

#include "sim/algorithms/algorithm.hpp"
#include "sim/algorithms/observer.hpp"
#include "sim/algorithms/problem.hpp"
#include "sim/algorithms/sgd.hpp"

namespace lowband {

/// Parallel restarted SGD on one worker: `iterations` local SGD steps, a synchronisation after every
/// `algorithm.local_steps()` of them and after the last. Returns when the worker is done. Throws Diverged, naming
/// worker and iteration, if a batch's loss is not finite.
void train(Worker& worker, const Problem& problem, const Algorithm& algorithm, const SgdSettings& settings,
           std::uint64_t iterations, Observer& observer);

}  // namespace lowband
