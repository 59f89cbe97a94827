#include "sim/report/best_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/report/findings.hpp"
#include "sim/report/panel_title.hpp"

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
      inseparable.add(fmt::format("{} and {}", one.winner.label, listed(one.as_good)), one.scenario);
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
