// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/tune_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <vector>

#include "sim/base/printable.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"

namespace lowband {

namespace {

constexpr double near = 0.05;  // how far behind the best are those that make the optimum flat

std::string value_text(double value, TuneBy by) {
  if (!std::isfinite(value)) return "-";
  if (by == TuneBy::time) return human_seconds(value);
  return by == TuneBy::bytes ? human_bytes(value) : fmt::format("{:.4g}", value);
}

/// "12.3 s", "about 12.3 s" where some of it is extrapolated, "12.3 s (2/3)" where some runs have no hope.
std::string value_text(const Standing& standing, TuneBy by) {
  std::string text = value_text(standing.value, by);
  if (standing.hopeful == 0) return text;
  if (standing.known < standing.hopeful) text = "about " + text;
  return standing.hopeful < standing.runs ? fmt::format("{} ({}/{})", text, standing.hopeful, standing.runs) : text;
}

/// By how much of its value a candidate is behind the best.
double behind(const Standing& standing, const Standing& best) { return standing.value / best.value - 1.0; }

/// "+6.6 %", or where it is more than twice as much "2.25 ×".
std::string behind_text(const Standing& standing, const Standing& best) {
  const double share = behind(standing, best);
  if (!std::isfinite(share)) return "-";
  return share <= 1.0 ? fmt::format("{:+.1f} %", 100.0 * share) : fmt::format("{:.3g} ×", share + 1.0);
}

/// Best first: those of the last rung, and then those that went no further than the one before it, and so on.
std::string table(const TuneRecord::Rungs& rungs, TuneBy by) {
  TextTable table{
      {{"candidate", true}, {"rung", false}, {"steps", false}, {text_of(by), false}, {"against best", false}}, {}};
  std::size_t from = 0;
  for (std::size_t r = rungs.size(); r-- > 0;) {
    for (std::size_t i = from; i < rungs[r].size(); ++i) {
      const Standing& standing = rungs[r][i];
      table.rows.push_back({printable(standing.candidate), fmt::format("{}/{}", r + 1, rungs.size()),
                            std::to_string(standing.steps), value_text(standing, by),
                            i == 0 && r + 1 == rungs.size() ? "best" : behind_text(standing, rungs[r].front())});
    }
    from = rungs[r].size();
  }
  return aligned(table, "  ");
}

/// How flat the optimum is, by those that were trained in full beside the best.
std::string neighbours(const std::vector<Standing>& last, TuneBy by) {
  const Standing& best = last.front();
  if (last.size() == 1) return "";
  if (last[1].known < best.known) {
    return by == TuneBy::loss ? "; others diverged or failed in some runs"
                              : "; no other reached the target in as many runs";
  }
  std::vector<std::string> close;
  for (std::size_t i = 1; i < last.size() && last[i].known == best.known; ++i) {
    if (behind(last[i], best) <= near) {
      close.push_back(fmt::format("{} ({})", in_quotes(last[i].candidate), behind_text(last[i], best)));
    }
  }
  if (close.empty()) {
    return fmt::format("; the next is {} ({})", in_quotes(last[1].candidate), behind_text(last[1], best));
  }
  return fmt::format("; the optimum is flat: {} {} within {:.0f} %{}", fmt::join(close, ", "),
                     close.size() == 1 ? "is" : "are", 100.0 * near, by == TuneBy::loss ? " of its loss" : "");
}

}  // namespace

std::string text_of(TuneBy by) {
  if (by == TuneBy::time) return "time to target";
  return by == TuneBy::bytes ? "bytes to target" : "training loss";
}

std::string tune_report(const Tournament& tournament, const TuneRecord::Rungs& rungs) {
  const TuneBy by = tournament.criterion.by;
  const auto& last = rungs.back();
  const Standing& best = last.front();
  std::string text = fmt::format("{}\n{}", tournament.label, table(rungs, by));
  if (best.hopeful == 0) {
    return text + "  none chosen: all runs diverged, failed, or came no step nearer to the target\n";
  }
  text += fmt::format("  chosen: {}", in_quotes(best.candidate));
  if (best.known < best.runs) {
    text += fmt::format(", which reached the target in {} of {} runs", best.known, best.runs);
  }
  return text + neighbours(last, by) + '\n';
}

}  // namespace lowband
