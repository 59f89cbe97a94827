// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/commands/platform_routes.hpp"
#include "sim/commands/read_all_results.hpp"
#include "sim/commands/stored_run_details.hpp"
#include "sim/report/html/report_page.hpp"
#include "sim/report/html/results_charts.hpp"
#include "sim/report/html/run_charts.hpp"
#include "sim/results/partial.hpp"
#include "sim/results/whole_file.hpp"
#include "sim/runs/run_timelines.hpp"
#include "sim/timeline/timeline_file.hpp"

namespace lowband {

namespace {

/// A run whose timeline is shown, and why it is.
struct ShownRun {
  StoredRun run;
  bool is_best = false;  ///< else it is the baseline
};

/// Of each scenario the best algorithm and the baseline, with the first seed that is there.
std::vector<ShownRun> shown_runs(const RunTimelines& timelines, std::span<const Best> best,
                                 const Comparison& comparison) {
  std::vector<ShownRun> shown;
  const auto add = [&](const std::string& algorithm, const std::string& scenario, bool is_best) {
    const auto found = std::find_if(timelines.runs().begin(), timelines.runs().end(), [&](const StoredRun& run) {
      return run.algorithm == algorithm && run.scenario == scenario;
    });
    const auto is_there = [&](const ShownRun& other) {
      return other.run.algorithm == algorithm && other.run.scenario == scenario;
    };
    if (found == timelines.runs().end() || std::any_of(shown.begin(), shown.end(), is_there)) return;
    shown.push_back({*found, is_best});
  };
  for (const auto& one : best) add(one.winner.label, one.scenario, true);
  for (const auto& row : comparison.rows) {
    if (row.label == row.baseline) add(row.algorithm, row.scenario, false);
  }
  return shown;
}

/// Leaves out the runs that have no timeline, and tells why, once for all that have the same reason.
void leave_out(std::vector<ShownRun>& shown, const RunTimelines& timelines, std::vector<std::string>& warnings) {
  std::map<std::string, std::size_t> without;
  std::erase_if(shown, [&](const ShownRun& one) {
    const auto reason = timelines.why_none(one.run);
    if (reason) ++without[fmt::format("{}: no timeline: {}", one.run.algorithm, *reason)];
    return reason.has_value();
  });
  for (const auto& [text, count] : without) {
    warnings.push_back(count == 1 ? text : fmt::format("{} (in {} scenarios)", text, count));
  }
}

const RunRecord& record_of(const StoredRun& run, const ResultsFolder& results) {
  return *std::find_if(results.runs.begin(), results.runs.end(), [&run](const RunRecord& record) {
    const Summary& summary = record.summary;
    return summary.algorithm == run.algorithm && summary.scenario == run.scenario && summary.seed == run.seed;
  });
}

/// What timelines tell: charts, and why the best take as long as they do.
struct Told {
  RunCharts charts;
  std::vector<BestReason> reasons;
  std::vector<std::string> warnings;
};

BestReason reason_of(const StoredRun& run, const Why& why) {
  BestReason reason{run.scenario, why.sentence};
  if (why.links.empty()) return reason;
  reason.link = why.links.front().name;
  reason.utilisation = why.links.front().utilisation;
  const auto slowest = std::max_element(why.links.begin(), why.links.end(), [](const Why::Link& a, const Why::Link& b) {
    return a.latency_s < b.latency_s;
  });
  if (slowest->latency_s > 0.0) {
    reason.slow_link = slowest->name;
    reason.latency = slowest->latency_s / why.path.total_s();
  }
  return reason;
}

void tell_of_runs(const ResultsFolder& results, std::span<const Best> best, const Comparison& comparison, int jobs,
                  Told& told) {
  const RunTimelines timelines(results);
  auto shown = shown_runs(timelines, best, comparison);
  leave_out(shown, timelines, told.warnings);
  std::vector<StoredRun> runs;
  for (const auto& one : shown) runs.push_back(one.run);
  const auto as_bytes = [](const StoredRun& /*run*/, const Timeline& timeline) { return to_bytes(timeline); };
  auto bytes = timelines.look(runs, {}, as_bytes, jobs);
  std::map<std::string, std::vector<NamedRoute>> routes;  // by scenario
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto& [run, is_best] = shown[i];
    RunTimeline one{run.scenario, run.algorithm, timeline_of_bytes(bytes[i], run.name())};
    bytes[i].clear();
    if (is_best) {
      told.reasons.push_back(reason_of(run, why_of(one.timeline, timelines.pace_of(run))));
    }
    const auto [found, is_new] = routes.try_emplace(run.scenario);
    if (is_new) {
      found->second = platform_routes(timelines.experiment(), run.scenario, timelines.algorithm_of(run), {});
    }
    told.charts.add(one, record_of(run, results), is_best ? "the best" : "the baseline", found->second);
  }
}

}  // namespace

int report_command(const ReportOptions& options) {
  if (!can_draw_pages()) {
    throw UsageError(
        "report: this program was built without Vega, which draws the charts: build it with -DLOWBAND_VEGA=FILE, the "
        "vega.min.js of the npm package (see third_party/vega/README.md)");
  }
  const auto results = read_all_results({options.dir});
  const Comparison comparison = compare(results, {.baseline = options.baseline, .target = options.target});
  const auto by = decided_by(comparison);
  const auto best = by ? best_of(comparison, *by) : std::vector<Best>{};
  Told told;
  try {
    tell_of_runs(results.front(), best, comparison, options.jobs, told);
  } catch (const UsageError& error) {  // a report without them is better than none
    told.warnings.push_back(fmt::format("no timelines: {}", error.what()));
  }
  Page page = report_page(results, comparison, best, by, told.reasons);
  page.warnings.insert(page.warnings.end(), told.warnings.begin(), told.warnings.end());
  add_results_charts(page, results, StoredRunDetails(), options.target);
  told.charts.move_into(page);
  const auto file = options.out.value_or(options.dir / "report.html");
  remove_abandoned(std::filesystem::absolute(file).parent_path());
  write_whole(file, to_html(page));
  fmt::print("{}\n", file.string());
  return 0;
}

}  // namespace lowband
