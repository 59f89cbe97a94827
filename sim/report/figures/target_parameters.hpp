// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/base/parameters.hpp"
#include "sim/report/target_options.hpp"

namespace lowband {

/// Declares --target, --of and --hold, bound to `options`. What they hold is checked by target_rule(), with the
/// results.
void declare_target(Parameters& parameters, TargetOptions& options);

}  // namespace lowband
