#pragma once

#include <string>
#include <vector>

#include "sim/report/comparison.hpp"
#include "sim/report/text_table.hpp"

namespace lowband {

/// The lines above the tables: what the target is, of whose models, on how many samples; what the baseline is.
[[nodiscard]] std::vector<std::string> heading_of(const Comparison& comparison);

/// The lines below the tables: who was fastest, why runs are unstable or diverged, why there is no speed-up, and what
/// the marks and columns of `tables` mean, as far as they are there.
[[nodiscard]] std::vector<std::string> notes_of(const Comparison& comparison, const std::vector<TextTable>& tables);

/// What stands behind the time to the target: " †" if some run lost it again, " ‡" if some met it at the end only.
[[nodiscard]] std::string target_marks(const ComparisonRow& row);

/// Whether the workers of any run have different models at the end; all-reduce without buffers leaves them equal.
[[nodiscard]] bool models_differ(const Comparison& comparison);

}  // namespace lowband
