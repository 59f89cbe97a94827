#pragma once

#include "sim/base/parameters.hpp"
#include "sim/engine/simulation.hpp"

namespace lowband {

/// Declares "compute" of an experiment.
void declare_compute(Parameters& parameters, ComputeSettings& compute);

}  // namespace lowband
