// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/experiment/experiment.hpp"

namespace lowband {

/// Bytes that a run of this algorithm takes while it waits in its child, once the data are loaded, which all share: a
/// guess, from the vectors that each worker has.
[[nodiscard]] double waiting_bytes(const Experiment& experiment, const Algorithm& algorithm);

/// Bytes that this machine could give to new processes; infinite if it does not tell.
[[nodiscard]] double available_bytes();

}  // namespace lowband
