#pragma once

#include <string>

#include "sim/report/comparison.hpp"

namespace lowband {

/// The comparison for people; see comparison_format.hpp for how to read it.
[[nodiscard]] std::string aligned_comparison(const Comparison& comparison);
[[nodiscard]] std::string markdown_comparison(const Comparison& comparison);

}  // namespace lowband
