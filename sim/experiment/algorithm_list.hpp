#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "sim/algorithms/algorithm.hpp"
#include "sim/base/component.hpp"

namespace lowband {

/// Declares "algorithms" of an experiment. `settled`: what the method of the algorithm of this index has put in the
/// place of parameters that leave it to it.
void declare_algorithms(Parameters& parameters, std::vector<Named<Algorithm>>& algorithms,
                        std::function<Json(std::size_t)> settled);

}  // namespace lowband
