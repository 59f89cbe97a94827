// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/name_pattern.hpp"
#include "sim/base/notice.hpp"
#include "sim/report/units.hpp"
#include "sim/report/why_report.hpp"
#include "sim/runs/run_timelines.hpp"

namespace lowband {

namespace {

void check_scenario(const RunTimelines& timelines, const std::string& scenario) {
  std::vector<std::string> names;
  for (const auto& run : timelines.runs()) {
    if (std::find(names.begin(), names.end(), run.scenario) == names.end()) names.push_back(run.scenario);
  }
  if (std::find(names.begin(), names.end(), scenario) != names.end()) return;
  throw UsageError(fmt::format("--scenario: no run is of \"{}\"{}", scenario, did_you_mean(scenario, names)));
}

/// Of each algorithm and scenario the first run that is asked for.
std::vector<StoredRun> chosen(const RunTimelines& timelines, const WhyOptions& options) {
  const auto is_wanted = [&options](const std::string& name) { return is_or_matches(options.only, name); };
  if (options.scenario) check_scenario(timelines, *options.scenario);
  std::vector<StoredRun> runs;
  std::vector<std::string> names;
  for (const auto& run : timelines.runs()) {
    const std::string of_all_seeds = fmt::format("{}@{}", run.algorithm, run.scenario);
    if (names.empty() || names.back() != of_all_seeds) names.push_back(of_all_seeds);  // seeds follow each other
    if (options.scenario && run.scenario != *options.scenario) continue;
    if (!is_wanted(of_all_seeds) && !is_wanted(run.name())) continue;
    const bool is_another_seed =
        !runs.empty() && runs.back().algorithm == run.algorithm && runs.back().scenario == run.scenario;
    if (!is_another_seed) runs.push_back(run);
  }
  if (runs.empty()) {
    throw UsageError(fmt::format("{}: --only: no run matches \"{}\"{}", options.dir.string(), options.only,
                                 did_you_mean(options.only, names)));
  }
  return runs;
}

/// Leaves out the runs that have no timeline, and tells why, once for all that have the same reason.
std::vector<StoredRun> with_timelines(const RunTimelines& timelines, std::vector<StoredRun> runs,
                                      const WhyOptions& options) {
  std::map<std::string, std::vector<std::string>> without;  // names by reason
  std::erase_if(runs, [&](const StoredRun& run) {
    const auto reason = timelines.why_none(run);
    if (reason) without[*reason].push_back(run.name());
    return reason.has_value();
  });
  for (const auto& [reason, names] : without) {
    const std::string others = names.size() > 1 ? fmt::format(", and {} others", names.size() - 1) : "";
    const std::string text =
        fmt::format("{}: no timeline of {}{}: {}", options.dir.string(), names.front(), others, reason);
    if (runs.empty()) throw UsageError(text);
    print_error(text);
  }
  return runs;
}

}  // namespace

int why_command(const WhyOptions& options) {
  static_cast<void>(format_why({}, options.format));  // a wrong one is refused before anything takes time
  const RunTimelines timelines(options.dir);
  const auto runs = with_timelines(timelines, chosen(timelines, options), options);
  const auto why = timelines.why(runs, options.jobs);
  for (const auto& run : why) {
    if (run.until_s == run.sim_time_s) continue;
    print_note(fmt::format("{}@{}: the answer covers the first {} of {}, where its timeline is full", run.algorithm,
                           run.scenario, human_seconds(run.until_s), human_seconds(run.sim_time_s)));
  }
  fmt::print("{}", format_why(why, options.format));
  return 0;
}

}  // namespace lowband
