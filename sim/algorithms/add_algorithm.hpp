// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/algorithm.hpp"

namespace lowband {

/// Adds an algorithm of the program's own, under a paradigm that none has. To be called before anything else of the
/// library.
void add_algorithm(Registry<Algorithm>::Entry algorithm);

}  // namespace lowband
