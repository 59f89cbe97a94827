#pragma once

#include <span>

#include "sim/report/figures/figure.hpp"
#include "sim/results/run_record.hpp"

namespace lowband {

/// Who sends how much to whom: a panel per run, titled by algorithm and scenario, with senders as rows and receivers as
/// columns.
[[nodiscard]] Figure traffic_matrix_figure(std::span<const RunRecord* const> runs);

}  // namespace lowband
