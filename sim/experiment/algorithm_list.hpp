// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "sim/algorithms/algorithm.hpp"
#include "sim/base/component.hpp"

namespace lowband {

/// Where an algorithm comes from.
struct AlgorithmOrigin {
  std::size_t entry = 0;  ///< of the file's list; a sweep makes several algorithms of one entry
  Place place;            ///< of that entry; places below it are those of what is written there
};

/// Declares "algorithms" of an experiment, and finds out where each comes from. `settled`: what the method of the
/// algorithm of this index has put in the place of parameters that leave it to it.
void declare_algorithms(Parameters& parameters, std::vector<Named<Algorithm>>& algorithms,
                        std::vector<AlgorithmOrigin>& origins, std::function<Json(std::size_t)> settled);

}  // namespace lowband
