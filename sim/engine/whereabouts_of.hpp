// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/engine/platform.hpp"
#include "sim/world/whereabouts.hpp"

namespace lowband {

/// What methods may know of the platform that `report` is of. Programs are tried in a simulation of it, in a child
/// process; who receives something later than the limit ends the trial.
[[nodiscard]] Whereabouts whereabouts_of(const PlatformReport& report);

}  // namespace lowband
