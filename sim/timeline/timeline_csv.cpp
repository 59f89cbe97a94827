// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/timeline_csv.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <string_view>

#include "sim/results/csv.hpp"

namespace lowband {

namespace {

std::string time_of(double seconds) {
  return csv_field(std::isfinite(seconds) ? seconds : std::numeric_limits<double>::quiet_NaN());
}

/// The first four fields.
std::string head_of(const Timeline& timeline, std::string_view kind, ProgramId program) {
  const auto& node = timeline.nodes.at(static_cast<std::size_t>(program.rank));
  return fmt::format("{},{},{},{}", kind, program.rank, csv_field(std::string_view(node.host)),
                     program.is_beside ? "beside" : "first");
}

}  // namespace

std::string to_csv(const Timeline& timeline) {
  std::string text = "kind,node,host,program,begin_s,end_s,arrived_s,round,steps,peer,tag,bytes\n";
  const auto into = std::back_inserter(text);
  for (int rank = 0; rank < static_cast<int>(timeline.nodes.size()); ++rank) {
    for (const bool is_beside : {false, true}) {
      const ProgramId program{rank, is_beside};
      for (const auto& box : timeline.boxes_of(program)) {
        fmt::format_to(into, "{},{},{},,{},{},{},,\n", head_of(timeline, name_of(box.kind), program),
                       time_of(box.begin_s), time_of(box.end_s), box.round,
                       box.steps > 0 ? csv_field(std::uint64_t{box.steps}) : "",
                       box.from >= 0 ? csv_field(box.from) : "");
      }
    }
  }
  for (const auto& message : timeline.messages) {
    fmt::format_to(into, "{},{},{},{},,,{},{},{}\n", head_of(timeline, "message", message.sender()),
                   time_of(message.departed_s), time_of(message.taken_s), time_of(message.arrived_s), message.to,
                   message.tag, message.bytes);
  }
  for (const auto& report : timeline.reports) {
    fmt::format_to(into, "{},{},{},,,{},,,\n", head_of(timeline, "report", {report.rank}), time_of(report.time_s),
                   time_of(report.time_s), report.iteration);
  }
  return text;
}

}  // namespace lowband
