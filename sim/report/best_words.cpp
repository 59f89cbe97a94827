// SPDX-License-Identifier: Apache-2.0
#include "sim/report/best_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/report/findings.hpp"

namespace lowband {

namespace {

using Names = std::vector<std::string>;

const char* superlative(BestBy by) {
  switch (by) {
    case BestBy::time:
      return "Fastest to the target, and still there at the end";
    case BestBy::bytes:
      return "Fewest bytes to the target, and still there at the end";
    case BestBy::accuracy:
      return "Most accurate at the end";
  }
  return "";
}

/// Whom the seeds do not tell from the winner: a few by their names, of more how many and the next.
std::string as_good_as(const Best& best) {
  constexpr std::size_t most_named = 3;
  const auto& others = best.as_good;
  if (others.size() <= most_named) return fmt::format("{} from {}", best.winner.label, in_words(others));
  return fmt::format("{} from {} others (the nearest: {})", best.winner.label, others.size(), others.front());
}

void add_line(Names& lines, const std::string& what, const Findings& findings, std::size_t scenarios) {
  if (!findings.empty()) lines.push_back(fmt::format("{}: {}.", what, fmt::join(findings.texts(scenarios), "; ")));
}

}  // namespace

std::vector<std::string> best_in_words(std::span<const Best> best, BestBy by, double confidence) {
  Findings winners;
  Findings inseparable;
  Findings one_seed;
  Findings nobody;
  for (const auto& one : best) {
    if (!one.why_none.empty()) {
      nobody.add(one.why_none, one.scenario);
      continue;
    }
    winners.add(one.winner.label + (by == BestBy::accuracy ? "" : one.winner.marks), one.scenario);
    if (!one.as_good.empty()) {
      inseparable.add(as_good_as(one), one.scenario);
    }
    if (one.separation == Separation::one_seed) {
      one_seed.add(fmt::format("{} before {}", one.winner.label, one.next.label), one.scenario);
    }
  }
  Names lines;
  add_line(lines, superlative(by), winners, best.size());
  add_line(lines, fmt::format("Not told apart by the seeds, at {:.6g} %", 100.0 * confidence), inseparable,
           best.size());
  add_line(lines, "One seed cannot tell these from chance (give the experiment \"seeds\")", one_seed, best.size());
  add_line(lines, "Nobody wins", nobody, best.size());
  return lines;
}

}  // namespace lowband
