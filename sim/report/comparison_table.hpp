#pragma once

#include "sim/report/comparison.hpp"
#include "sim/report/report_format.hpp"

namespace lowband {

/// The comparison for people, without records; see comparison_format.hpp for how to read it.
[[nodiscard]] Report report_for_people(const Comparison& comparison);

}  // namespace lowband
