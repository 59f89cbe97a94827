// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "sim/report/figures/run_details.hpp"
#include "sim/report/html/page.hpp"
#include "sim/report/target_options.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

/// Adds what `lowband plot` would draw of these results, of one experiment, as charts: the standard plots() that have
/// something to show. What cannot be drawn becomes a warning. `target` is in place of the experiment's.
void add_results_charts(Page& page, std::span<const ResultsFolder> results, const RunDetails& details,
                        const TargetOptions& target);

}  // namespace lowband
