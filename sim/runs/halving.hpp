// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/runs/criterion.hpp"

/// Successive halving: all candidates are trained a little, the best 1/eta of them go on for eta times as long, and so
/// on. Jamieson & Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter Optimization, AISTATS 2016,
/// section 2; there eta is 2.
namespace lowband {

/// So many candidates are trained as far as so many steps.
struct Rung {
  std::uint64_t steps = 0;
  std::size_t candidates = 0;
  [[nodiscard]] bool operator==(const Rung&) const = default;
};

/// The rungs for `candidates` (at least one) that would be trained for `iterations` steps. With R rungs, the r-th of
/// them, from 0, has ceil(candidates / eta^r) candidates and iterations / eta^(R - 1 - r) steps, rounded up to a
/// multiple of `every`, at which they are evaluated. R is the least that leaves at most eta candidates to the last
/// rung: two or more, if there are, so that the best stands beside another that was trained in full. Of rungs that
/// would end at the same step there is one, after which the last one's cut is made.
[[nodiscard]] std::vector<Rung> rungs_of(std::size_t candidates, std::uint64_t iterations, std::size_t eta,
                                         std::uint64_t every);

/// How a candidate stands after a rung, by the outlooks of its runs, one per seed.
struct Standing {
  std::string candidate;
  double value = 0.0;       ///< mean of the runs that have hope; infinite if none has
  std::size_t runs = 0;     ///< in all
  std::size_t hopeful = 0;  ///< whose outlook is finite
  std::size_t known = 0;    ///< whose outlook is what they came to: they have reached the target
  std::uint64_t steps = 0;  ///< to which all were brought
};

[[nodiscard]] Standing standing_of(std::string candidate, std::uint64_t steps, const std::vector<Outlook>& outlooks);

/// The best first: those with more runs that have hope, then those of the smaller value, then those that stood before.
/// After the last rung, when runs are over, those come first of which more runs have reached the target.
[[nodiscard]] std::vector<Standing> ranked(std::vector<Standing> standings, bool is_last);

}  // namespace lowband
