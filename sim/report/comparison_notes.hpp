// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/comparison.hpp"
#include "sim/report/report_format.hpp"

namespace lowband {

/// What the marks of target_marks() mean.
inline constexpr auto lost_note = "†: reached, but no longer met at the end.";
inline constexpr auto short_note = "‡: met at the end of the run, but by too few evaluations to tell whether it holds.";

/// The lines above the tables: what the target is, of whose models, on how many samples; what the baseline is.
[[nodiscard]] std::vector<std::string> heading_of(const Comparison& comparison);

/// The lines below the tables: who was fastest, why runs are unstable or diverged, why there is no speed-up, and what
/// the marks and columns of `tables` mean, as far as they are there.
[[nodiscard]] std::vector<std::string> notes_of(const Comparison& comparison, const std::vector<TitledTable>& tables);

/// What stands behind the time to the target: " †" if some run lost it again, " ‡" if some met it at the end only.
[[nodiscard]] std::string target_marks(const ComparisonRow& row);

/// What a ± means: "±: half of the 95 % confidence interval of the mean over the seeds (Student's t)."
[[nodiscard]] std::string interval_note(double confidence);

/// Whether the workers of any run have different models at the end; all-reduce without buffers leaves them equal.
[[nodiscard]] bool models_differ(const Comparison& comparison);

}  // namespace lowband
