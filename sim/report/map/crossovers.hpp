// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace lowband {

/// A line through a map along which one quantity varies.
struct MapLine {
  std::vector<double> at;                  ///< above 0, ascending, two or more
  std::vector<std::vector<double>> times;  ///< at each of them, the winning_times(), of which one is finite
};

/// A place on a line of which times are wanted.
struct Probe {
  std::size_t line = 0;
  double at = 0.0;
};

/// The winning_times() at each of these.
using TimesAt = std::function<std::vector<std::vector<double>>(std::span<const Probe>)>;

/// Where the winner changes along a line: two contenders are equally fast there, and no other is faster.
struct Crossover {
  std::size_t line = 0;
  double at = 0.0;
  std::size_t below = 0;  ///< the winner before it
  std::size_t above = 0;  ///< and after it

  [[nodiscard]] bool operator==(const Crossover&) const = default;
};

/// The relative precision of Crossover::at where times are as precise, and have no jump there.
inline constexpr double crossover_precision = 1e-7;

/// The crossovers of all lines, line by line, ascending. Each lies between neighbours with different winners; what
/// happens between two with the same winner is not looked for. The difference of the two times is brought to zero by
/// the Illinois method (Dowell and Jarratt, BIT 11, 1971), whose first guess is exact where times are linear in `at`;
/// times at a guess are those of `times_at`, never interpolated. If a third one turns out to win there, both sides of
/// it are looked at in the same way. Where times jump, the method ends in the middle of what it has found.
[[nodiscard]] std::vector<Crossover> crossovers(const std::vector<MapLine>& lines, const TimesAt& times_at);

}  // namespace lowband
