#pragma once

#include <string>

namespace lowband {

/// The auto consensus step is this share of the largest step that contracts.
inline constexpr double consensus_share = 0.5;

/// What "consensus_step": "auto" means, in words.
[[nodiscard]] std::string consensus_step_rule();

}  // namespace lowband
