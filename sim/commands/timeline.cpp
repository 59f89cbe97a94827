// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/timeline.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/base/quantity.hpp"
#include "sim/report/units.hpp"
#include "sim/results/whole_file.hpp"
#include "sim/runs/run_timelines.hpp"
#include "sim/timeline/timeline_format.hpp"

namespace lowband {

namespace {

/// "2s", or a number of seconds.
double seconds_of(const std::string& text, const char* option) {
  const Json number = Json::parse(text, nullptr, false);
  return read_duration(number.is_number() ? number : Json(text), Place(option));
}

TimelineLimits limits_of(const TimelineOptions& options) {
  TimelineLimits limits;
  if (options.from) limits.from_s = seconds_of(*options.from, "--from");
  if (options.to) limits.to_s = seconds_of(*options.to, "--to");
  if (!(limits.from_s < limits.to_s)) {
    throw UsageError(fmt::format("--to: expected a time after --from, found {}", *options.to));
  }
  return limits;
}

}  // namespace

int timeline_command(const TimelineOptions& options) {
  const TimelineLimits limits = limits_of(options);
  static_cast<void>(formatted(Timeline(), options.format));  // a wrong one is refused before anything takes time
  const RunTimelines timelines(options.dir);
  const StoredRun& run = timelines.run_matching(options.run);
  const Timeline timeline = timelines.timeline_of(run, limits);
  if (timeline.to_s < std::min(limits.to_s, timeline.end_s)) {
    print_warning(fmt::format(
        "the timeline of {} ends at {} of {}, where it has {} boxes and messages: --from and --to choose a part of it",
        run.name(), human_seconds(timeline.to_s), human_seconds(timeline.end_s), limits.most));
  }
  const std::string text = formatted(timeline, options.format);
  if (options.out) {
    write_whole(*options.out, text);
  } else {
    fmt::print("{}", text);
  }
  return 0;
}

}  // namespace lowband
