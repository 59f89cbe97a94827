// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/report/comparison.hpp"

namespace lowband {

/// What an algorithm can be best in.
enum class BestBy : std::uint8_t {
  time,      ///< the least simulated time to the target
  bytes,     ///< the fewest bytes to the target
  accuracy,  ///< the highest test accuracy at the end, of whom the target is about
};

/// "time", "bytes", "accuracy".
[[nodiscard]] const std::vector<std::string>& best_by_names();
/// Throws UsageError "--best: expected ..." for any other name.
[[nodiscard]] BestBy best_by_named(std::string_view name);

/// Whether seeds tell the winner from the one after it.
enum class Separation : std::uint8_t {
  yes,       ///< the confidence interval of their difference is above 0
  no,        ///< it holds 0
  one_seed,  ///< there is no interval, as one of them has one seed
  equal,     ///< there is no difference, with any seed
  alone,     ///< no other may win
};

/// "yes", "no", "one seed", "equal", "alone".
[[nodiscard]] std::string name_of(Separation separation);

/// One of the two.
struct Contestant {
  std::string label;  ///< "" if there is none
  Statistic figure;
  std::string marks{};  ///< target_marks() of its row
};

/// Who is best in a scenario, and by how much.
struct Best {
  std::string scenario;
  Contestant winner;
  Contestant next;
  Difference margin;  ///< by which the winner's figure is better, seed by seed where both have the same seeds
  Separation separation = Separation::alone;
  std::vector<std::string> as_good;  ///< all who may win and whom the seeds do not tell from the winner, if they could
  std::string baseline;              ///< of the winner; "" if it has none
  Statistic speed_up;                ///< of the winner over it
  Statistic bytes_saved;             ///< likewise
  std::string why_none;              ///< why nobody wins; "" if somebody does
};

/// The best of each scenario, in the order of the comparison. Only those may win whose every seed finished soundly,
/// reached the target, if there is one, and holds it at the end; and nobody where experiments cannot be compared.
/// Throws UsageError if no row has a target, for time and bytes, or none an accuracy.
[[nodiscard]] std::vector<Best> best_of(const Comparison& comparison, BestBy by);

}  // namespace lowband
