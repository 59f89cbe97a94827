// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/report/run_groups.hpp"

namespace lowband {

/// The groups of a few algorithms, and what is to be said of the others, without a full stop; "" if there are none.
struct BestAlgorithms {
  std::vector<RunGroup> groups;
  std::string note;
};

/// The `most` best algorithms, by RunGroup::label, in the order that they have. Where groups are judged those come
/// first that reach the target with all seeds, the fastest first; then by accuracy at the end, or the loss where there
/// is none; without learning by the time that they take. Of several groups with one label the best counts. Over
/// scenarios, ranks are added up. `what` a label stands for, in the plural, if it is no algorithm.
[[nodiscard]] BestAlgorithms best_algorithms(std::vector<RunGroup> groups, std::size_t most,
                                             const char* what = "algorithms");

/// What ends the note under a picture, where a figure can be asked for the others.
inline constexpr const char* others_hint = "; --only PATTERN shows others.";

}  // namespace lowband
