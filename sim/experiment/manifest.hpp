// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/experiment/experiment.hpp"

namespace lowband {

/// What manifest.json holds: the experiment as resolved, and all that decides the results besides it. Nothing in it
/// depends on when or where it was made, but for the instruction set.
[[nodiscard]] Json make_manifest(Experiment& experiment, const Data& data, const std::vector<std::string>& runs);

/// The same for results that are timed again: `manifest` with the scenarios that `experiment` has now in place of its.
[[nodiscard]] Json retimed_manifest(Json manifest, Experiment& experiment);

/// The names of all runs that the experiment of `manifest` has, in its order: scenario by scenario.
[[nodiscard]] Json runs_of(const Json& manifest);
/// `manifest` with those of its runs that `runs` names, in its order.
[[nodiscard]] Json with_runs(Json manifest, const Json& runs);

}  // namespace lowband
