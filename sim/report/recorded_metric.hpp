// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sim/results/metrics/metric.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

/// Whether any evaluation of `results` has this metric of such models: a model may have no accuracy, its loss may be no
/// cross-entropy, and workers' losses may not have been asked for.
[[nodiscard]] bool has_metric(const ResultsFolder& results, const Metric& metric, TargetOf of);

/// Throws UsageError, with what helps, if results with finished runs do not have it.
void require_metric(const ResultsFolder& results, const Metric& metric, TargetOf of);

/// Whether a node of the run has a server's model, which is evaluated in place of the mean model.
[[nodiscard]] bool has_server(const RunRecord& run);

/// Whose figure of `metric` is shown of `results` where one is asked for: that of `of`, or, as it was not recorded,
/// that of the mean model or the server's.
[[nodiscard]] TargetOf shown_of(const ResultsFolder& results, const Metric& metric, TargetOf of);

/// On how many samples of its set it is measured in `results`; 0 if that is not known, or there are none.
[[nodiscard]] std::uint64_t samples_of(const ResultsFolder& results, const Metric& metric, TargetOf of);

}  // namespace lowband
